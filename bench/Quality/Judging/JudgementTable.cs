using System.Globalization;
using System.Text;

namespace Impasto.Bench.Quality.Judging;

/// <summary>Judgements of several sets of results for the same pairs, as tables. Safe for several threads.</summary>
internal sealed class JudgementTable
{
    private readonly Lock _lock = new();
    private readonly List<(string Set, Pair Pair, Judgement Judgement)> _rows = [];

    public void Add(string set, Pair pair, Judgement judgement)
    {
        lock (_lock)
            _rows.Add((set, pair, judgement));
    }

    /// <summary>One line a result: set, pair, group and all values.</summary>
    public string ToCsv()
    {
        var text = new StringBuilder($"set,pair,group,{string.Join(',', Judgement.Names)}\n");
        foreach ((string set, Pair pair, Judgement judgement) in _rows
            .OrderBy(row => row.Set, StringComparer.Ordinal)
            .ThenBy(row => row.Pair.Name, StringComparer.Ordinal))
        {
            IEnumerable<string> values = judgement.Values.Select(
                value => value.ToString("0.#####", CultureInfo.InvariantCulture));
            text.Append(
                CultureInfo.InvariantCulture, $"{set},{pair.Name},{pair.Group},{string.Join(',', values)}\n");
        }

        return text.ToString();
    }

    /// <summary>Medians of each set, by group and of all pairs that every set has.</summary>
    public string ToMarkdown()
    {
        string[] sets = [.. _rows.Select(row => row.Set).Distinct().Order(StringComparer.Ordinal)];
        string[] common = [.. _rows.CountBy(row => row.Pair.Name)
            .Where(pair => pair.Value == sets.Length)
            .Select(pair => pair.Key)];
        var text = new StringBuilder($"| group | pairs | set | {string.Join(" | ", Judgement.Names)} |\n");
        text.AppendLine(string.Concat(Enumerable.Repeat("|---", Judgement.Names.Count + 3)) + "|");
        var rows = _rows.Where(row => common.Contains(row.Pair.Name)).ToArray();
        IEnumerable<string> groups = rows.Select(row => row.Pair.Group).Distinct().Order(StringComparer.Ordinal);
        foreach (string group in groups.Append("all"))
        {
            foreach (string set in sets)
            {
                Judgement[] chosen = [.. rows
                    .Where(row => row.Set == set && (group == "all" || row.Pair.Group == group))
                    .Select(row => row.Judgement)];
                if (chosen.Length == 0)
                    continue;
                IEnumerable<string> medians = Enumerable.Range(0, Judgement.Names.Count).Select(
                    index => Median(chosen, index).ToString("0.000", CultureInfo.InvariantCulture));
                text.AppendLine(
                    CultureInfo.InvariantCulture,
                    $"| {group} | {chosen.Length} | {set} | {string.Join(" | ", medians)} |");
            }
        }

        return text.ToString();
    }

    private static double Median(Judgement[] chosen, int index)
    {
        double[] sorted = [.. chosen.Select(judgement => judgement.Values[index]).Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
