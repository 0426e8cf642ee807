using System.CommandLine;
using Impasto.Bench.Quality.Judging;

namespace Impasto.Bench.Quality;

/// <summary>votes: which result readers of the sheets preferred.</summary>
internal static class VotesCommand
{
    private static readonly Option<string> PairsOption = new("--pairs")
    {
        Description = "List of pairs: name, photograph, painting, group, with tabs between.",
        Required = true,
    };

    private static readonly Option<string> KeyOption = new("--key")
    {
        Description = "The key that sheets wrote.",
        Required = true,
    };

    private static readonly Option<string[]> VotesOption = new("--votes")
    {
        Description = "One file a reader: lines of pair, comma, and left, right or equal.",
        Required = true,
        AllowMultipleArgumentsPerToken = true,
    };

    public static Command Create()
    {
        var command = new Command("votes", "Counts the readers' votes against the key, by group.")
        {
            PairsOption, KeyOption, VotesOption,
        };
        command.SetAction(parsed =>
        {
            var groups = Pair.ReadList(parsed.GetRequiredValue(PairsOption))
                .ToDictionary(pair => pair.Name, pair => pair.Group, StringComparer.Ordinal);
            var votes = new Votes(Votes.ReadKey(File.ReadLines(parsed.GetRequiredValue(KeyOption))), groups);
            foreach (string file in parsed.GetRequiredValue(VotesOption))
                votes.Add(File.ReadLines(file));
            Console.Write(votes.ToMarkdown());
        });
        return command;
    }
}
