using System.Globalization;

namespace Impasto.Cli.Reporting;

/// <summary>
/// Draws losses over steps. The upward axis is logarithmic, because losses fall by orders of magnitude.
/// </summary>
/// <param name="drawing">Where it draws.</param>
/// <param name="x">Left edge in the drawing, labels included.</param>
/// <param name="y">Upper edge.</param>
/// <param name="width">Width, labels included.</param>
/// <param name="height">Height, labels included.</param>
internal sealed class Chart(Drawing drawing, int x, int y, int width, int height)
{
    private const int Left = 64, Right = 16, Top = 8, Bottom = 56;
    private const int TextSize = 12, TitleSize = 16;
    private const string Ink = "black", Grid = "#e5e5e5";

    // Room that a label needs, in pixels.
    private const int LabelWidth = 56, LabelHeight = 24;

    // As low as a loss of 0 is drawn.
    private const double Least = 1e-30;

    private readonly double _right = width - Right, _bottom = height - Bottom;

    /// <summary>Draws the axes and all lines.</summary>
    /// <param name="lines">At least one line.</param>
    /// <param name="upTitle">Title of the upward axis; empty for none.</param>
    public void Draw(IReadOnlyList<ChartLine> lines, string upTitle)
    {
        (int Step, double Value)[] points = [.. lines.SelectMany(line => line.Points)];
        (double Start, double End) across = Widened(
            points.Min(point => (double)point.Step), points.Max(point => (double)point.Step), 0.5);
        (double Start, double End) up = Widened(
            points.Min(point => Logarithm(point.Value)), points.Max(point => Logarithm(point.Value)), 0.05);
        foreach (double step in Steps(across, (int)((_right - Left) / LabelWidth)))
        {
            double place = X(step);
            drawing.Line([At(place, Top), At(place, _bottom)], Grid);
            Label($"{step:0}", place, _bottom + 18, "middle");
        }

        foreach (double loss in Losses(up, (int)((_bottom - Top) / LabelHeight)))
        {
            double place = Y(loss);
            drawing.Line([At(Left, place), At(_right, place)], Grid);
            Label(Text(loss), Left - 8, place + 4, "end");
        }

        foreach (ChartLine line in lines)
            Draw(line);
        drawing.Line(
            [At(Left, Top), At(_right, Top), At(_right, _bottom), At(Left, _bottom), At(Left, Top)], Ink);
        drawing.Text("Step", x + ((Left + _right) / 2), y + height - 12, TitleSize, Ink, "middle");
        drawing.Text(upTitle, x + 16, y + ((Top + _bottom) / 2), TitleSize, Ink, "middle", turn: -90);

        double X(double step) => Left + ((step - across.Start) / (across.End - across.Start) * (_right - Left));

        double Y(double loss) =>
            _bottom - ((Logarithm(loss) - up.Start) / (up.End - up.Start) * (_bottom - Top));

        void Draw(ChartLine line) => drawing.Line(
            line.Points.Select(point => At(X(point.Step), Y(point.Value))), line.Color, line.Width, line.Opacity);
    }

    /// <summary>Steps that get a label: whole numbers, 1, 2 or 5 times a power of ten apart.</summary>
    /// <param name="range">The ends of the axis.</param>
    /// <param name="most">Most labels.</param>
    public static IEnumerable<double> Steps((double Start, double End) range, int most)
    {
        double apart = RoundDistances().First(distance => (range.End - range.Start) / distance <= most);
        for (long step = (long)Math.Ceiling(range.Start / apart); step * apart <= range.End; step++)
            yield return step * apart;
    }

    /// <summary>
    /// Losses that get a label: powers of ten, with 2 and 5 between them, or every 1 to 9, if there is room; losses
    /// that are close to each other get labels at even distances.
    /// </summary>
    /// <param name="range">The ends of the axis, as logarithms to base 10.</param>
    /// <param name="most">Most labels.</param>
    public static IReadOnlyList<double> Losses((double Start, double End) range, int most)
    {
        double low = Math.Pow(10, range.Start), high = Math.Pow(10, range.End);
        if (range.End - range.Start < 0.5)
            return Even(low, high, most);
        int first = (int)Math.Floor(range.Start), last = (int)Math.Ceiling(range.End);
        return Choices()
            .Select(choice => Enumerable.Range(first, last - first + 1)
                .Where(power => power % choice.Decades == 0)
                .SelectMany(power => choice.Digits.Select(digit => digit * Math.Pow(10, power)))
                .Where(loss => loss >= low && loss <= high)
                .ToArray())
            .First(losses => losses.Length <= most);

        static IEnumerable<(int[] Digits, int Decades)> Choices()
        {
            yield return ([1, 2, 3, 4, 5, 6, 7, 8, 9], 1);
            yield return ([1, 2, 5], 1);
            for (int decades = 1; ; decades++)
                yield return ([1], decades);
        }
    }

    private static double[] Even(double low, double high, int most)
    {
        double scale = Math.Pow(10, Math.Floor(Math.Log10((high - low) / most)));
        double apart = RoundDistances().First(distance => (high - low) / (distance * scale) <= most) * scale;
        int first = (int)Math.Ceiling(low / apart), last = (int)Math.Floor(high / apart);
        return [.. Enumerable.Range(first, last - first + 1).Select(count => count * apart)];
    }

    private static IEnumerable<double> RoundDistances()
    {
        for (double power = 1; ; power *= 10)
        {
            yield return power;
            yield return 2 * power;
            yield return 5 * power;
        }
    }

    private static (double Start, double End) Widened(double start, double end, double least)
    {
        double margin = Math.Max(least, 0.04 * (end - start));
        return (start - margin, end + margin);
    }

    private static double Logarithm(double loss) => Math.Log10(Math.Max(loss, Least));

    private static string Text(double loss) =>
        loss.ToString(loss is >= 1e-4 and < 1e5 ? "G4" : "0.##e+0", CultureInfo.InvariantCulture);

    private void Label(string text, double place, double baseline, string anchor) =>
        drawing.Text(text, x + place, y + baseline, TextSize, Ink, anchor);

    private (double X, double Y) At(double place, double heightAt) => (x + place, y + heightAt);
}
