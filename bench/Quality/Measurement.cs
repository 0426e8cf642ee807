namespace Impasto.Bench.Quality;

/// <summary>The figures of one picture.</summary>
/// <param name="Style">Relative Gram distance at conv1_1, conv2_1, conv3_1, conv4_1, conv5_1.</param>
/// <param name="Content">Relative feature distance at conv3_4 and conv4_1.</param>
/// <param name="Speckle">Roughness of the picture over that of the style.</param>
internal sealed record Measurement(IReadOnlyList<double> Style, IReadOnlyList<double> Content, double Speckle)
{
    /// <summary>Mean over the style layers.</summary>
    public double StyleDistance => Style.Average();

    /// <summary>Mean over the content layers.</summary>
    public double ContentDistance => Content.Average();
}
