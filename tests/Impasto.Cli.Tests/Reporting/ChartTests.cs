using Impasto.Cli.Reporting;
using Impasto.Imaging;

namespace Impasto.Cli.Tests.Reporting;

public sealed class ChartTests
{
    [Theory]
    [InlineData(0.5, 8.5, 25, new double[] { 1, 2, 3, 4, 5, 6, 7, 8 })]
    [InlineData(0.5, 310, 10, new double[] { 50, 100, 150, 200, 250, 300 })]
    [InlineData(0.5, 1.5, 10, new double[] { 1 })]
    [InlineData(-3.3, 12, 4, new double[] { 0, 5, 10 })]
    public void Steps_are_whole_and_round(double start, double end, int most, double[] expected)
    {
        double[] steps = [.. Chart.Steps((start, end), most)];

        Assert.Equal(expected, steps);
        Assert.DoesNotContain(steps, double.IsNegative);
    }

    [Theory]
    [InlineData(0, 2, 30, new[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100.0 })]
    [InlineData(0, 2, 10, new[] { 1, 2, 5, 10, 20, 50, 100.0 })]
    [InlineData(-4, 4, 10, new[] { 1e-4, 1e-3, 1e-2, 0.1, 1, 10, 100, 1e3, 1e4 })]
    [InlineData(-30, 0, 10, new[] { 1e-28, 1e-24, 1e-20, 1e-16, 1e-12, 1e-8, 1e-4, 1 })]
    [InlineData(1.0001, 1.1, 6, new[] { 10.5, 11, 11.5, 12, 12.5 })]
    public void Losses_fit_the_room_and_are_round(double start, double end, int most, double[] expected)
    {
        IReadOnlyList<double> losses = Chart.Losses((start, end), most);

        Assert.Equal(expected.Length, losses.Count);
        Assert.All(expected.Zip(losses), pair => Assert.Equal(1, pair.First / pair.Second, 1e-9));
    }

    [Fact]
    public void Draw_line_and_its_color_are_where_the_values_are()
    {
        var drawing = new Drawing(400, 300);
        new Chart(drawing, 0, 0, 400, 300).Draw([new ChartLine([(1, 100), (2, 100), (3, 100)], "#ff0000")], "Loss");

        Picture picture = drawing.ToPicture();

        // Equal values give a level line in the middle of the frame, which is 8 from the top and 56 from the bottom.
        Assert.Equal((1f, 0f), (At(picture, 0, 200, 126), At(picture, 1, 200, 126)));
        Assert.Equal(1f, At(picture, 1, 205, 40));
    }

    [Fact]
    public void Text_has_the_programs_font_and_survives_odd_letters()
    {
        Assert.InRange(Drawing.WidthOf("Result", 16) / Drawing.WidthOf("Result", 8), 1.7, 2.3);
        Assert.InRange(Drawing.WidthOf("Result", 16), 40, 55);
        Assert.Equal("a <b> & c", Drawing.Fit("a <b> & c", 15, 240));
        Assert.EndsWith("…", Drawing.Fit(new string('w', 900) + "\u0007", 15, 240), StringComparison.Ordinal);
        var drawing = new Drawing(64, 32);
        drawing.Text("<&\u0001\ud83d\ude00'\"", 0, 20, 16);
        Assert.Contains(drawing.ToPicture().Pixels, value => value < 0.2);
    }

    private static float At(Picture picture, int channel, int x, int y) =>
        picture.Pixels[(((channel * picture.Height) + y) * picture.Width) + x];
}
