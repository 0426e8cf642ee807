using Impasto.Bench;
using Impasto.Bench.Notebook;

// dotnet run -c Release --project bench/Impasto.Bench -- notebook
//     [--steps 7] [--size 592x400] [--threads 0] [--output FILE]
IBenchmark[] benchmarks = [new NotebookBenchmark()];
try
{
    IBenchmark benchmark = benchmarks.FirstOrDefault(known => args.Length > 0 && known.Name == args[0])
        ?? throw new ArgumentException("Expected one of: "
            + $"{string.Join(", ", benchmarks.Select(known => $"{known.Name} ({known.Summary})"))}.");
    BenchOptions options = BenchOptions.Parse(args[1..]);
    string report = $"{Machine.Header(benchmark.Title, options)}\n{benchmark.Run(options, Console.Error.WriteLine)}";
    if (options.Output is { } path)
        File.WriteAllText(path, report);
    Console.Write(report);
    return 0;
}
catch (ArgumentException wrong)
{
    Console.Error.WriteLine(wrong.Message);
    return 2;
}
