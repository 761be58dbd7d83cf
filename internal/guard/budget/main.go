// Command budget prints how large the packages, files, functions and interfaces
// of the module are, and fails when one exceeds its budget.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"text/tabwriter"

	"movingcities/internal/guard"
)

func main() {
	if err := run(context.Background(), os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, out io.Writer) error {
	packages, err := guard.Load(ctx, ".")
	if err != nil {
		return err
	}
	sizes, err := guard.Measure(packages)
	if err != nil {
		return err
	}
	total := guard.Size{Path: "all packages"}
	var findings []string
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "package\tlines\tfiles\tfile p95\tmax\tfunctions\tp95\tmax\tinterface\t")
	for _, s := range sizes {
		row(table, s)
		findings = append(findings, s.Over()...)
		total.Files = append(total.Files, s.Files...)
		total.Functions = append(total.Functions, s.Functions...)
		total.Interfaces = append(total.Interfaces, s.Interfaces...)
	}
	row(table, total)
	fmt.Fprintf(table, "budget\t%d\t\t%d\t\t\t%d\t%d\t%d\t\n", guard.PackageMax, guard.FileP95,
		guard.FunctionP95, guard.FunctionMax, guard.InterfaceMethods)
	if err := table.Flush(); err != nil {
		return err
	}
	for _, f := range findings {
		fmt.Fprintln(out, f)
	}
	if len(findings) > 0 {
		return fmt.Errorf("%d over budget: split what does more than one thing", len(findings))
	}
	return nil
}

func row(w io.Writer, s guard.Size) {
	fmt.Fprintf(w, "%s\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t\n", s.Path, s.Lines(), len(s.Files),
		guard.P95(s.Files).Size, guard.Max(s.Files).Size, len(s.Functions),
		guard.P95(s.Functions).Size, guard.Max(s.Functions).Size, guard.Max(s.Interfaces).Size)
}
