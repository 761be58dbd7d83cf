package cluster

import (
	"bufio"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"
)

// TestMain lets the test below start this program once more, as the process to be killed.
func TestMain(m *testing.M) {
	if os.Getenv("CLUSTER_TEST_VICTIM") == "" {
		os.Exit(m.Run())
	}
	server, err := Start()
	if err != nil {
		println(err.Error())
		os.Exit(1)
	}
	os.Stdout.WriteString(server.URL + "\n")
	time.Sleep(time.Minute)
}

func directoryOf(t *testing.T, address string) string {
	t.Helper()
	parsed, err := url.Parse(address)
	require.NoError(t, err)
	return parsed.Query().Get("host")
}

func requireAnswers(t *testing.T, address string) {
	t.Helper()
	server, err := pgx.Connect(t.Context(), address)
	require.NoError(t, err)
	require.NoError(t, server.Close(t.Context()))
}

func TestAServerRunsUntilItIsStopped(t *testing.T) {
	server, err := Start()
	require.NoError(t, err)
	requireAnswers(t, server.URL)
	require.NoError(t, server.Stop())
	require.NoDirExists(t, directoryOf(t, server.URL))
	require.NoError(t, server.Stop(), "stopping twice does no harm")
}

func TestAServerDiesWithItsParent(t *testing.T) {
	victim := exec.Command(os.Args[0])
	victim.Env = append(os.Environ(), "CLUSTER_TEST_VICTIM=1")
	victim.Stderr = os.Stderr
	output, err := victim.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, victim.Start())
	address, err := bufio.NewReader(output).ReadString('\n')
	require.NoError(t, err)
	address = address[:len(address)-1]
	requireAnswers(t, address)

	require.NoError(t, victim.Process.Kill())
	require.Error(t, victim.Wait(), "killed")
	require.Eventually(t, func() bool {
		_, err := os.Stat(directoryOf(t, address))
		return os.IsNotExist(err)
	}, 20*time.Second, 50*time.Millisecond, "the server and its directory are gone")
}

func TestAMissingInstallationNamesThePackage(t *testing.T) {
	_, err := findBinaries(t.TempDir(), filepath.Join(t.TempDir(), "*", "bin"))
	require.ErrorIs(t, err, ErrNotInstalled)
	require.ErrorContains(t, err, "apt-get install postgresql")
}

func TestTheNewestInstallationIsTaken(t *testing.T) {
	root := t.TempDir()
	for _, version := range []string{"9.6", "15", "17"} {
		directory := filepath.Join(root, version, "bin")
		require.NoError(t, os.MkdirAll(directory, 0o755))
		for _, name := range []string{"initdb", "postgres"} {
			require.NoError(t, os.WriteFile(filepath.Join(directory, name), nil, 0o755))
		}
	}
	found, err := findBinaries("", filepath.Join(root, "*", "bin"))
	require.NoError(t, err)
	require.Equal(t, filepath.Join(root, "17", "bin"), found)

	inPath := t.TempDir() // holds links, as /usr/local/bin may
	require.NoError(t, os.Symlink(filepath.Join(root, "15", "bin", "initdb"), filepath.Join(inPath, "initdb")))
	found, err = findBinaries(inPath, filepath.Join(root, "*", "bin"))
	require.NoError(t, err)
	require.Equal(t, filepath.Join(root, "15", "bin"), found)
}
