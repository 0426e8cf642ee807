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

    // What other recipes reached with the teacher, beside fine's curve at the very same content distance.
    private static void AppendRecipes(StringBuilder text, MeasureTable table, Dictionary<string, Measurement[]> teacher)
    {
        text.AppendLine("\nOther recipes with the teacher, and fine at their content distance\n");
        text.AppendLine("| recipe | pair | content | style | fine's style | fine's over it | seconds | fine's, median |\n|---|---|---|---|---|---|---|---|");
        foreach (string recipe in table.Networks.Where(IsRecipe).Order(StringComparer.Ordinal))
        {
            List<double> ratios = [];
            foreach ((string pair, Measurement[] points) in table.Curves(recipe).Where(row => teacher.ContainsKey(row.Key)).OrderBy(row => row.Key, StringComparer.Ordinal))
            {
                Measurement point = points[0];
                double ours = At(teacher[pair], point.ContentDistance, m => m.StyleDistance);
                ratios.Add(ours / point.StyleDistance);
                string[] numbers = [.. new[] { point.ContentDistance, point.StyleDistance, ours, ratios[^1] }.Select(Number)];
                text.AppendLine(CultureInfo.InvariantCulture,
                    $"| {recipe[8..]} | {pair} | {string.Join(" | ", numbers)} | {table.Seconds(recipe, pair).Average():0} | {Median(table.Seconds("teacher", pair)):0} |");
            }

            text.AppendLine(CultureInfo.InvariantCulture, $"| {recipe[8..]} | median of {ratios.Count} | | | | {Number(Median([.. ratios]))} | | |");
        }
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
