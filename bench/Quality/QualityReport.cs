using System.Globalization;
using System.Text;

namespace Impasto.Bench.Quality;

/// <summary>Puts networks beside the teacher at equal content distance.</summary>
/// <remarks>
/// For each pair and network the style distance is a curve over the content distance, known at the style weights that were tried and
/// straight between their logarithms. The ratio of a pair is the geometric mean, over the teacher's points that the network's curve
/// reaches (beyond its ends the curve goes on as it ends), of the network's style distance over the teacher's.
/// </remarks>
internal static class QualityReport
{
    public static string Write(MeasureTable table, IReadOnlyList<double> weights)
    {
        Dictionary<string, Measurement[]> teacher = table.Curves("teacher");
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"Style weights {string.Join(", ", weights)}; {teacher.Count} pairs with the teacher.\n");
        text.AppendLine("| network | pairs | style ratio median | worst | per layer, median (1_1 2_1 3_1 4_1 5_1) | speckle ratio median | worst | seconds a picture, median |");
        text.AppendLine("|---|---|---|---|---|---|---|---|");
        foreach (string network in table.Networks.Where(name => !IsRecipe(name)).Order(StringComparer.Ordinal))
        {
            Dictionary<string, Measurement[]> curves = table.Curves(network);
            string[] pairs = [.. curves.Keys.Where(teacher.ContainsKey).Order(StringComparer.Ordinal)];
            if (pairs.Length == 0)
                continue;
            double[] ratios = [.. pairs.Select(pair => Ratio(curves[pair], teacher[pair], m => m.StyleDistance))];
            double[] speckle = [.. pairs.Select(pair => Ratio(curves[pair], teacher[pair], m => m.Speckle))];
            IEnumerable<string> layers = Enumerable.Range(0, 5).Select(layer =>
                Number(Median([.. pairs.Select(pair => Ratio(curves[pair], teacher[pair], m => m.Style[layer]))])));
            text.AppendLine(CultureInfo.InvariantCulture,
                $"| {network} | {pairs.Length} | {Number(Median(ratios))} | {Number(ratios.Max())} ({pairs[Array.IndexOf(ratios, ratios.Max())]}) | {string.Join(' ', layers)} | {Number(Median(speckle))} | {Number(speckle.Max())} ({pairs[Array.IndexOf(speckle, speckle.Max())]}) | {Number(Median(table.Seconds(network)))} |");
        }

        text.AppendLine("\nMedians at each weight: style distance / content distance / speckle against the style\n");
        foreach (string network in table.Networks.Where(name => !IsRecipe(name)).Order(StringComparer.Ordinal))
        {
            IEnumerable<string> points =
                from weight in weights
                let found = table.At(network, weight)
                where found.Length > 0
                select $"at {weight} ({found.Length} pairs) {Median(found, m => m.StyleDistance)} / {Median(found, m => m.ContentDistance)} / {Median(found, m => m.Speckle)}";
            text.AppendLine(CultureInfo.InvariantCulture, $"- {network}: {string.Join("; ", points)}");
        }

        if (table.Networks.Any(IsRecipe))
            AppendRecipes(text, table, teacher);
        return text.ToString();
    }

    // What other recipes reached with the teacher, beside fine's curve at the very same content distance: first all of them, then the pairs.
    private static void AppendRecipes(StringBuilder text, MeasureTable table, Dictionary<string, Measurement[]> teacher)
    {
        string[] recipes = [.. table.Networks.Where(IsRecipe).Order(StringComparer.Ordinal)];
        var rows = recipes.ToDictionary(recipe => recipe, recipe => Rows(table, recipe, teacher));
        text.AppendLine("\nOther recipes with the teacher, and fine at their content distance\n");
        text.AppendLine("| recipe | pairs | fine's style distance over it, median | largest | pairs where fine loses | pairs where a picture of fine has less of both distances | fine's seconds over it, median |\n|---|---|---|---|---|---|---|");
        foreach ((string recipe, RecipeRow[] pairs) in rows.Where(row => row.Value.Length > 0))
        {
            RecipeRow largest = pairs.MaxBy(row => row.Ratio)!;
            text.AppendLine(CultureInfo.InvariantCulture,
                $"| {recipe[8..]} | {pairs.Length} | {Number(Median([.. pairs.Select(row => row.Ratio)]))} | {Number(largest.Ratio)} ({largest.Pair}) | {pairs.Count(row => row.Ratio > 1)} | {pairs.Count(row => row.Beaten)} | {Number(Median([.. pairs.Select(row => row.OurSeconds / row.Seconds)]))} |");
        }

        text.AppendLine("\n| recipe | pair | content | style | fine's style there | fine's over it | seconds | fine's, median |\n|---|---|---|---|---|---|---|---|");
        foreach ((string recipe, RecipeRow[] pairs) in rows.Where(row => !row.Key.Contains(" after ", StringComparison.Ordinal)))
        {
            foreach (RecipeRow row in pairs)
            {
                text.AppendLine(CultureInfo.InvariantCulture,
                    $"| {recipe[8..]} | {row.Pair} | {Number(row.Point.ContentDistance)}{(row.Beyond ? " beyond" : "")} | {Number(row.Point.StyleDistance)} | {Number(row.Ours)} | {Number(row.Ratio)} | {row.Seconds:0} | {row.OurSeconds:0} |");
            }
        }
    }

    private static RecipeRow[] Rows(MeasureTable table, string recipe, Dictionary<string, Measurement[]> teacher) =>
    [
        .. from row in table.Curves(recipe).OrderBy(row => row.Key, StringComparer.Ordinal)
           where teacher.ContainsKey(row.Key)
           select new RecipeRow(
               row.Key, row.Value[0], teacher[row.Key], table.Seconds(recipe, row.Key).Average(), Median(table.Seconds("teacher", row.Key))),
    ];

    // One pair by another recipe, and what fine's curve says there.
    private sealed record RecipeRow(string Pair, Measurement Point, Measurement[] Curve, double Seconds, double OurSeconds)
    {
        public double Ours => At(Curve, Point.ContentDistance, m => m.StyleDistance);

        public double Ratio => Ours / Point.StyleDistance;

        // Past the last weight fine was tried with, where the curve is carried on.
        public bool Beyond => Point.ContentDistance > Curve.Max(m => m.ContentDistance) || Point.ContentDistance < Curve.Min(m => m.ContentDistance);

        public bool Beaten => Curve.Any(m => m.StyleDistance < Point.StyleDistance && m.ContentDistance < Point.ContentDistance);
    }

    private static bool IsRecipe(string network) => network.StartsWith("teacher ", StringComparison.Ordinal);

    private static string Median(Measurement[] found, Func<Measurement, double> value) => Number(Median([.. found.Select(value)]));

    private static double Ratio(Measurement[] network, Measurement[] teacher, Func<Measurement, double> value) => Math.Exp(teacher.Average(point =>
        Math.Log(At(network, point.ContentDistance, value) / value(point))));

    // Straight between neighbours, in logarithms of both.
    private static double At(Measurement[] curve, double content, Func<Measurement, double> value)
    {
        Measurement[] sorted = [.. curve.OrderBy(point => point.ContentDistance)];
        if (sorted.Length == 1)
            return value(sorted[0]);
        int i = Math.Clamp(Array.FindLastIndex(sorted, point => point.ContentDistance <= content), 0, sorted.Length - 2);
        double x0 = Math.Log(sorted[i].ContentDistance), x1 = Math.Log(sorted[i + 1].ContentDistance);
        double t = x1 > x0 ? (Math.Log(content) - x0) / (x1 - x0) : 0;
        return Math.Exp(((1 - t) * Math.Log(value(sorted[i]))) + (t * Math.Log(value(sorted[i + 1]))));
    }

    private static double Median(double[] values)
    {
        double[] sorted = [.. values.Order()];
        int half = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    private static string Number(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);
}
