using System.Globalization;
using System.Text;

namespace Impasto.Bench.Quality.Judging;

/// <summary>Counts which side readers preferred, and resolves the sides by the key.</summary>
/// <param name="key">By pair, the labels of the left and the right result.</param>
/// <param name="groups">By pair, its group.</param>
internal sealed class Votes(
    IReadOnlyDictionary<string, (string Left, string Right)> key, IReadOnlyDictionary<string, string> groups)
{
    private readonly string[] _labels =
        [.. key.Values.SelectMany(sides => new[] { sides.Left, sides.Right }).Distinct().Order(StringComparer.Ordinal)];

    private readonly List<(string Pair, VoteCount Vote)> _votes = [];

    /// <summary>Reads a key: lines of pair, left label and right label, with commas between.</summary>
    public static IReadOnlyDictionary<string, (string Left, string Right)> ReadKey(IEnumerable<string> lines) => lines
        .Where(line => line.Length > 0)
        .Select(line => line.Split(','))
        .ToDictionary(cells => cells[0], cells => (cells[1], cells[2]), StringComparer.Ordinal);

    /// <summary>Adds one reader's votes: lines of pair and left, right or equal, with a comma between.</summary>
    /// <exception cref="FormatException">A line has another word, or a pair that the key does not have.</exception>
    public void Add(IEnumerable<string> lines)
    {
        foreach (string line in lines.Where(line => line.Length > 0))
        {
            string[] cells = line.Split(',', StringSplitOptions.TrimEntries);
            if (cells.Length != 2 || !key.TryGetValue(cells[0], out (string Left, string Right) sides))
                throw new FormatException($"Invalid vote '{line}': expected a pair of the key and a word.");
            string? chosen = cells[1] switch
            {
                "left" => sides.Left,
                "right" => sides.Right,
                "equal" => null,
                _ => throw new FormatException($"Invalid vote '{line}': expected left, right or equal."),
            };
            _votes.Add((cells[0], Count(chosen)));
        }
    }

    /// <summary>The count of a group, or of all pairs for null.</summary>
    public VoteCount Of(string? group) => Sum(_votes.Where(vote => group is null || groups[vote.Pair] == group));

    /// <summary>A table of all groups, and the pairs at which most readers preferred the second label.</summary>
    public string ToMarkdown()
    {
        (string first, string second) = (_labels[0], _labels[^1]);
        var text = new StringBuilder(
            $"| group | looks | {first} | {second} | equal | share of {first} | 95 % interval |\n");
        text.AppendLine("|---|---|---|---|---|---|---|");
        IEnumerable<string?> used = _votes.Select(vote => groups[vote.Pair]).Distinct().Order(StringComparer.Ordinal);
        foreach (string? group in used.Append(null))
        {
            VoteCount count = Of(group);
            (double low, double high) = count.Interval;
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {group ?? "all"} | {count.Looks} | {count.First} | {count.Second} | {count.Equal} ");
            text.AppendLine(CultureInfo.InvariantCulture, $"| {count.Share:0 %} | {low:0 %} to {high:0 %} |");
        }

        IEnumerable<string> lost = _votes.GroupBy(vote => vote.Pair)
            .Where(pair => Sum(pair) is var count && count.Second > count.First)
            .Select(pair => pair.Key)
            .Order(StringComparer.Ordinal);
        text.AppendLine(CultureInfo.InvariantCulture, $"\nPairs at which {second} was preferred: {Join(lost)}.");
        return text.ToString();
    }

    private static string Join(IEnumerable<string> pairs) => string.Join(", ", pairs.DefaultIfEmpty("none"));

    private static VoteCount Sum(IEnumerable<(string Pair, VoteCount Vote)> votes) =>
        votes.Aggregate(new VoteCount(0, 0, 0), (sum, vote) => sum + vote.Vote);

    private VoteCount Count(string? chosen) => chosen is null
        ? new VoteCount(0, 0, 1)
        : new VoteCount(chosen == _labels[0] ? 1 : 0, chosen == _labels[0] ? 0 : 1, 0);
}
