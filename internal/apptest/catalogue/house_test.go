package catalogue_test

import (
	"testing"

	"movingcities/internal/apptest"
)

func TestMain(m *testing.M) { apptest.Main(m) }
