package main

import (
	"os"
	"strings"
	"testing"
)

// The glossary and the memory leave and come back on the command line, with the
// rights of the person named.
func TestFilesOnTheCommandLine(t *testing.T) {
	d := newDesk(t)
	d.run(exitDone, "migrate")
	d.run(exitDone, "user", "add", "ada@example.org", "--name", "Ada", "--admin")
	d.run(exitDone, "user", "add", "jonas@example.org", "--name", "Jonas", "--set-password")
	d.run(exitDone, "grant", "add", "jonas@example.org", "translator", "--locale", "de")
	write := func(name, text string) {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("terms.csv", "concept,locale,term,status\nhome,de,Zuhause,preferred\n")
	write("memory.tmx", `<tmx version="1.4"><header srclang="el"/><body><tu><tuv xml:lang="el"><seg>σπίτι</seg></tuv><tuv xml:lang="de"><seg>Haus</seg></tuv></tu></body></tmx>`)
	write("broken.xlf", "<xliff>")

	if out, _ := d.run(exitDone, "import", "--direct", "--dry-run", "terms.csv"); !strings.Contains(out, `home de "Zuhause": A new term.`) {
		t.Error(out)
	}
	if out, _ := d.run(exitDone, "export", "csv"); strings.Contains(out, "Zuhause") {
		t.Errorf("a dry run imported: %s", out)
	}
	if out, _ := d.run(exitFound, "import", "--as", "jonas@example.org", "terms.csv"); !strings.Contains(out, "The glossary has no such concept.") {
		t.Error(out)
	}
	d.run(exitFailed, "import", "--as", "jonas@example.org", "--direct", "terms.csv")
	d.run(exitDone, "import", "--direct", "terms.csv")
	d.run(exitDone, "export", "tbx", "-o", "terms.tbx")
	if out, _ := d.run(exitDone, "import", "--direct", "terms.tbx"); !strings.Contains(out, "same") {
		t.Error(out)
	}

	d.run(exitFailed, "import", "--as", "jonas@example.org", "--source", "el", "--locale", "de", "memory.tmx")
	if out, _ := d.run(exitDone, "import", "--source", "el", "--locale", "de", "memory.tmx"); !strings.Contains(out, "1 new pairs") {
		t.Error(out)
	}
	if out, _ := d.run(exitDone, "export", "tmx", "--source", "el", "--locale", "de", "--as", "jonas@example.org"); !strings.Contains(out, "Haus") {
		t.Error(out)
	}
	if _, errOut := d.run(exitFailed, "import", "broken.xlf"); !strings.Contains(errOut, "broken.xlf: ") {
		t.Error(errOut)
	}
	d.run(exitFailed, "export", "xliff", "--locale", "de", "-o", "nothing.zip")
	if _, err := os.Stat("nothing.zip"); err == nil {
		t.Error("a failed export left a file")
	}
}
