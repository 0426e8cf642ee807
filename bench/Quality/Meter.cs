using Impasto.Imaging;
using Impasto.Networks;
using Impasto.Tests.Quality;

namespace Impasto.Bench.Quality;

/// <summary>Measures pictures under the teacher, whatever network made them.</summary>
/// <remarks>
/// Style: |G - A| / |A| at each style layer (Frobenius norms; G and A divided by their positions), the square root of
/// what <see cref="StyleMeter"/> gives. Content: |F - P| / |P| at relu3_4 and relu4_1, likewise. Speckle: mean absolute
/// Laplacian of the result's luminance over the style's.
/// </remarks>
internal sealed class Meter(TeacherDevice teacher) : IDisposable
{
    private static readonly LayerWeights StyleLayers = LayerWeights.Parse("conv1_1,conv2_1,conv3_1,conv4_1,conv5_1");
    private static readonly LayerWeights ContentLayers = LayerWeights.Parse("conv3_4,conv4_1");

    private readonly StyleMeter _meter = new(teacher.Shape, teacher, StyleLayers, ContentLayers);

    /// <summary>Measures one result.</summary>
    public Measurement Measure(Picture result, Picture content, Picture style)
    {
        PictureDistances distances = _meter.Measure(result, content, style);
        return new Measurement(
            Roots(distances.Style, StyleLayers),
            Roots(distances.Content, ContentLayers),
            Artefacts.Speckle(result) / Artefacts.Speckle(style));
    }

    public void Dispose() => _meter.Dispose();

    private static double[] Roots(LayerDistances distances, LayerWeights layers) =>
        [.. layers.Used.Select(layer => Math.Sqrt(distances.Layers[layer]))];
}
