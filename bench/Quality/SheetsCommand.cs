using System.CommandLine;
using Impasto.Bench.Quality.Judging;
using Impasto.Imaging;

namespace Impasto.Bench.Quality;

/// <summary>sheets: pictures for readers who compare two results without a hint which is which.</summary>
internal static class SheetsCommand
{
    private static readonly Option<string> PairsOption = new("--pairs")
    {
        Description = "List of pairs: name, photograph, painting, group, with tabs between.",
        Required = true,
    };

    private static readonly Option<string[]> ResultsOption = new("--results")
    {
        Description = "Twice LABEL=FOLDER of results with the pairs' names, .png.",
        Required = true,
        AllowMultipleArgumentsPerToken = true,
        Arity = new ArgumentArity(2, 2),
    };

    private static readonly Option<string> OutputOption = new("--output", "-o")
    {
        Description = "Folder for the sheets: photograph, painting, left and right result.",
        Required = true,
    };

    private static readonly Option<string> KeyOption = new("--key")
    {
        Description = "File for the key: pair, left label, right label. Keep it away from the readers.",
        Required = true,
    };

    private static readonly Option<int> SeedOption = new("--seed")
    {
        Description = "Another seed, another order.",
        DefaultValueFactory = _ => 1,
    };

    public static Command Create()
    {
        var command = new Command("sheets", "Makes a picture of each pair with two results in a hidden order.")
        {
            PairsOption, ResultsOption, OutputOption, KeyOption, SeedOption,
        };
        command.SetAction(parsed => Make(
            Pair.ReadList(parsed.GetRequiredValue(PairsOption)),
            [.. parsed.GetRequiredValue(ResultsOption).Select(set => set.Split('=', 2))],
            parsed.GetRequiredValue(OutputOption),
            parsed.GetRequiredValue(KeyOption),
            parsed.GetValue(SeedOption)));
        return command;
    }

    private static void Make(IReadOnlyList<Pair> pairs, string[][] sets, string output, string keyFile, int seed)
    {
        Directory.CreateDirectory(output);
        var reader = new PictureReader();
        List<string> key = [];
        foreach (Pair pair in pairs)
        {
            string[][] sides = BlindSheet.IsFirstLeft(pair.Name, seed) ? sets : [sets[1], sets[0]];
            string[] files = [.. sides.Select(side => Path.Combine(side[1], pair.Name + ".png"))];
            if (!files.All(File.Exists))
                continue;
            Picture sheet = BlindSheet.Of(
                reader.Read(pair.Photograph), reader.Read(pair.Painting), reader.Read(files[0]), reader.Read(files[1]));
            PictureWriter.Write(
                sheet, Path.Combine(output, pair.Name + ".png"), new PictureWriteOptions { Overwrite = true });
            key.Add($"{pair.Name},{sides[0][0]},{sides[1][0]}");
        }

        File.WriteAllLines(keyFile, key);
    }
}
