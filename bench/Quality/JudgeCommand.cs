using System.CommandLine;
using System.Globalization;
using Impasto.Bench.Quality.Judging;
using Impasto.Imaging;

namespace Impasto.Bench.Quality;

/// <summary>judge: measures one result, or all results of a list of pairs.</summary>
internal static class JudgeCommand
{
    private static readonly Option<string?> PhotographOption = new("--photograph") { Description = "The photograph." };
    private static readonly Option<string?> PaintingOption = new("--painting") { Description = "The painting." };
    private static readonly Option<string?> ResultOption = new("--result") { Description = "The result to judge." };
    private static readonly Option<string?> PairsOption = new("--pairs")
    {
        Description = "List of pairs: name, photograph, painting, group, with tabs between.",
    };

    private static readonly Option<string[]> ResultsOption = new("--results")
    {
        Description = "LABEL=FOLDER of results with the pairs' names, .png.",
        AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<string?> OutputOption = new("--output", "-o")
    {
        Description = "Folder for judgements.csv and judgements.md.",
    };

    private static readonly Option<int> ThreadsOption = new("--threads")
    {
        Description = "Results that are judged at the same time.",
        DefaultValueFactory = _ => 1,
    };

    public static Command Create()
    {
        var command = new Command("judge", "Judges results by measures that no run minimises.")
        {
            PhotographOption, PaintingOption, ResultOption, PairsOption, ResultsOption, OutputOption, ThreadsOption,
        };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(ResultOption) is { } result)
                One(result, parsed.GetRequiredValue(PhotographOption)!, parsed.GetRequiredValue(PaintingOption)!);
            else
                Many(parsed);
        });
        return command;
    }

    private static void One(string result, string photograph, string painting)
    {
        using var judge = new Judge(threads: 1);
        var reader = new PictureReader();
        Judgement judgement = judge.Measure(reader.Read(result), reader.Read(photograph), reader.Read(painting));
        foreach ((string name, double value) in Judgement.Names.Zip(judgement.Values))
            Console.WriteLine($"{name,-16} {value.ToString("0.0000", CultureInfo.InvariantCulture)}");
    }

    private static void Many(ParseResult parsed)
    {
        IReadOnlyList<Pair> pairs = Pair.ReadList(parsed.GetRequiredValue(PairsOption)!);
        string output = parsed.GetRequiredValue(OutputOption)!;
        var table = new JudgementTable();
        var wanted = from set in parsed.GetRequiredValue(ResultsOption)
                     let cells = set.Split('=', 2)
                     from pair in pairs
                     let file = Path.Combine(cells[1], pair.Name + ".png")
                     where File.Exists(file)
                     select (Set: cells[0], Pair: pair, File: file);
        Parallel.ForEach(
            wanted.ToArray(),
            new ParallelOptions { MaxDegreeOfParallelism = parsed.GetValue(ThreadsOption) },
            () => new Judge(threads: 1),
            (one, _, judge) =>
            {
                var reader = new PictureReader();
                table.Add(one.Set, one.Pair, judge.Measure(
                    reader.Read(one.File), reader.Read(one.Pair.Photograph), reader.Read(one.Pair.Painting)));
                return judge;
            },
            judge => judge.Dispose());
        Directory.CreateDirectory(output);
        File.WriteAllText(Path.Combine(output, "judgements.csv"), table.ToCsv());
        File.WriteAllText(Path.Combine(output, "judgements.md"), table.ToMarkdown());
    }
}
