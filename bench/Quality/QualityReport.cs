using System.Globalization;
using System.Text;

namespace Impasto.Bench.Quality;

/// <summary>Compares networks with the teacher at equal content distance.</summary>
/// <remarks>
/// For each pair and network the style distance is a curve over the content distance. The curve goes through the style
/// weights that were tried, and is straight between their logarithms; beyond its ends it continues as it ends. The
/// ratio of a pair is the geometric mean, over the teacher's points, of the network's style distance there divided by
/// the teacher's.
/// </remarks>
internal static class QualityReport
{
    public static string Write(MeasureTable table, IReadOnlyList<double> weights)
    {
        Dictionary<string, Measurement[]> teacher = table.Curves("teacher");
        var text = new StringBuilder();
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"Style weights {string.Join(", ", weights)}; {teacher.Count} pairs with the teacher.\n");
        AppendRatios(text, table, teacher);
        AppendMedians(text, table, weights);
        if (table.Networks.Any(IsRecipe))
            AppendRecipes(text, table, teacher);
        return text.ToString();
    }

    private static void AppendRatios(StringBuilder text, MeasureTable table, Dictionary<string, Measurement[]> teacher)
    {
        AppendHead(
            text, "network", "pairs", "style ratio median", "worst", "per layer, median (1_1 2_1 3_1 4_1 5_1)",
            "speckle ratio median", "worst", "seconds a picture, median");
        foreach (string network in Networks(table))
        {
            Dictionary<string, Measurement[]> curves = table.Curves(network);
            string[] pairs = [.. curves.Keys.Where(teacher.ContainsKey).Order(StringComparer.Ordinal)];
            if (pairs.Length == 0)
                continue;
            double[] style = Ratios(m => m.StyleDistance), speckle = Ratios(m => m.Speckle);
            IEnumerable<string> layers = Enumerable.Range(0, 5)
                .Select(layer => Number(Median(Ratios(m => m.Style[layer]))));
            AppendRow(
                text, network, Count(pairs.Length), Number(Median(style)), Worst(style), string.Join(' ', layers),
                Number(Median(speckle)), Worst(speckle), Number(Median(table.Seconds(network))));

            double[] Ratios(Func<Measurement, double> value) =>
                [.. pairs.Select(pair => Ratio(curves[pair], teacher[pair], value))];

            string Worst(double[] ratios) => $"{Number(ratios.Max())} ({pairs[Array.IndexOf(ratios, ratios.Max())]})";
        }
    }

    private static void AppendMedians(StringBuilder text, MeasureTable table, IReadOnlyList<double> weights)
    {
        text.AppendLine("\nMedians at each weight: style distance / content distance / speckle against the style\n");
        foreach (string network in Networks(table))
        {
            IEnumerable<string> points =
                from weight in weights
                let found = table.At(network, weight)
                where found.Length > 0
                let style = Median(found, m => m.StyleDistance)
                let content = Median(found, m => m.ContentDistance)
                let speckle = Median(found, m => m.Speckle)
                select $"at {weight} ({found.Length} pairs) {style} / {content} / {speckle}";
            text.AppendLine(CultureInfo.InvariantCulture, $"- {network}: {string.Join("; ", points)}");
        }
    }

    // Each recipe with the teacher, beside fine's curve at the same content distance: first over all pairs, then by
    // pair.
    private static void AppendRecipes(StringBuilder text, MeasureTable table, Dictionary<string, Measurement[]> teacher)
    {
        string[] recipes = [.. table.Networks.Where(IsRecipe).Order(StringComparer.Ordinal)];
        var rows = recipes.ToDictionary(recipe => recipe, recipe => Rows(table, recipe, teacher));
        text.AppendLine("\nOther recipes with the teacher, and fine at their content distance\n");
        AppendHead(
            text, "recipe", "pairs", "fine's style distance over it, median", "largest", "pairs where fine loses",
            "pairs where a picture of fine has less of both distances", "fine's seconds over it, median");
        foreach ((string recipe, RecipeRow[] pairs) in rows.Where(row => row.Value.Length > 0))
        {
            RecipeRow largest = pairs.MaxBy(row => row.Ratio)!;
            AppendRow(
                text,
                NameOf(recipe),
                Count(pairs.Length),
                Number(Median([.. pairs.Select(row => row.Ratio)])),
                $"{Number(largest.Ratio)} ({largest.Pair})",
                Count(pairs.Count(row => row.Ratio > 1)),
                Count(pairs.Count(row => row.IsBeaten)),
                Number(Median([.. pairs.Select(row => row.OurSeconds / row.Seconds)])));
        }

        text.AppendLine();
        AppendHead(
            text, "recipe", "pair", "content", "style", "fine's style there", "fine's over it", "seconds",
            "fine's, median");
        foreach (string recipe in recipes.Where(name => !name.Contains(" after ", StringComparison.Ordinal)))
        {
            foreach (RecipeRow row in rows[recipe])
            {
                AppendRow(
                    text,
                    NameOf(recipe),
                    row.Pair,
                    Number(row.Point.ContentDistance) + (row.IsBeyond ? " beyond" : ""),
                    Number(row.Point.StyleDistance),
                    Number(row.Ours),
                    Number(row.Ratio),
                    row.Seconds.ToString("0", CultureInfo.InvariantCulture),
                    row.OurSeconds.ToString("0", CultureInfo.InvariantCulture));
            }
        }
    }

    private static RecipeRow[] Rows(
        MeasureTable table, string recipe, Dictionary<string, Measurement[]> teacher) =>
    [
        .. from row in table.Curves(recipe).OrderBy(row => row.Key, StringComparer.Ordinal)
           where teacher.ContainsKey(row.Key)
           select new RecipeRow(row.Key, row.Value[0], teacher[row.Key])
           {
               Seconds = table.Seconds(recipe, row.Key).Average(),
               OurSeconds = Median(table.Seconds("teacher", row.Key)),
           },
    ];

    // One pair by another recipe, and fine's curve for the same pair.
    private sealed record RecipeRow(string Pair, Measurement Point, Measurement[] Curve)
    {
        public double Seconds { get; init; }

        public double OurSeconds { get; init; }

        public double Ours => At(Curve, Point.ContentDistance, m => m.StyleDistance);

        public double Ratio => Ours / Point.StyleDistance;

        // Outside the weights that fine was tried with, where its curve is extended.
        public bool IsBeyond => Point.ContentDistance > Curve.Max(m => m.ContentDistance)
            || Point.ContentDistance < Curve.Min(m => m.ContentDistance);

        public bool IsBeaten => Curve.Any(
            m => m.StyleDistance < Point.StyleDistance && m.ContentDistance < Point.ContentDistance);
    }

    private static IEnumerable<string> Networks(MeasureTable table) =>
        table.Networks.Where(name => !IsRecipe(name)).Order(StringComparer.Ordinal);

    private static bool IsRecipe(string network) => network.StartsWith("teacher ", StringComparison.Ordinal);

    private static string NameOf(string recipe) => recipe["teacher ".Length..];

    private static void AppendHead(StringBuilder text, params string[] cells)
    {
        AppendRow(text, cells);
        text.AppendLine(string.Concat(Enumerable.Repeat("|---", cells.Length)) + "|");
    }

    private static void AppendRow(StringBuilder text, params string[] cells) =>
        text.AppendLine($"| {string.Join(" | ", cells)} |");

    private static double Ratio(
        Measurement[] network, Measurement[] teacher, Func<Measurement, double> value) =>
        Math.Exp(teacher.Average(point => Math.Log(At(network, point.ContentDistance, value) / value(point))));

    // Straight between neighbours, in logarithms of both.
    private static double At(Measurement[] curve, double content, Func<Measurement, double> value)
    {
        Measurement[] sorted = [.. curve.OrderBy(point => point.ContentDistance)];
        if (sorted.Length == 1)
            return value(sorted[0]);
        int last = Array.FindLastIndex(sorted, point => point.ContentDistance <= content);
        int i = Math.Clamp(last, 0, sorted.Length - 2);
        double x0 = Math.Log(sorted[i].ContentDistance), x1 = Math.Log(sorted[i + 1].ContentDistance);
        double t = x1 > x0 ? (Math.Log(content) - x0) / (x1 - x0) : 0;
        return Math.Exp(((1 - t) * Math.Log(value(sorted[i]))) + (t * Math.Log(value(sorted[i + 1]))));
    }

    private static string Median(Measurement[] found, Func<Measurement, double> value) =>
        Number(Median([.. found.Select(value)]));

    private static double Median(double[] values)
    {
        double[] sorted = [.. values.Order()];
        int half = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    private static string Count(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Number(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);
}
