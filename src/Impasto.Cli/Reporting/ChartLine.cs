namespace Impasto.Cli.Reporting;

/// <summary>A line of a chart.</summary>
/// <param name="Points">Step and loss of each point.</param>
/// <param name="Color">A colour of CSS.</param>
/// <param name="Width">Width in pixels.</param>
/// <param name="Opacity">From 0 to 1.</param>
internal sealed record ChartLine(
    IReadOnlyList<(int Step, double Value)> Points, string Color, double Width = 2, double Opacity = 1)
{
    /// <summary>Ten colours that differ clearly; then they repeat.</summary>
    /// <remarks>Source: the palette "Category 10" of D3.</remarks>
    public static string ColorOf(int line) => Colors[line % Colors.Length];

    private static readonly string[] Colors =
    [
        "#1f77b4", "#ff7f0e", "#2ca02c", "#d62728", "#9467bd",
        "#8c564b", "#e377c2", "#7f7f7f", "#bcbd22", "#17becf",
    ];
}
