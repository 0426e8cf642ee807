using Impasto.Imaging;
using Impasto.Networks;
using static TorchSharp.torch;

namespace Impasto.Bench.Quality;

/// <summary>Measures pictures under the teacher, whatever network made them.</summary>
/// <remarks>
/// Style: |G - A| / |A| at each style layer (Frobenius norms; G and A divided by their positions). Content: |F - P| / |P| at
/// relu3_4 and relu4_1. Speckle: mean absolute Laplacian of the result's luminance over the style's.
/// </remarks>
internal sealed class Meter(Teacher teacher) : IDisposable
{
    /// <summary>Measures one result.</summary>
    public Measurement Measure(Picture result, Picture content, Picture style)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        Dictionary<LayerName, Tensor> found = Look(result), wanted = Look(style), kept = Look(content);
        return new Measurement(
            [.. Teacher.StyleLayers.Select(layer => Relative(Gram(found[layer]), Gram(wanted[layer])))],
            [.. Teacher.ContentLayers.Select(layer => Relative(found[layer], kept[layer]))],
            Roughness(result) / Roughness(style));
    }

    public void Dispose() => teacher.Dispose();

    private Dictionary<LayerName, Tensor> Look(Picture picture) =>
        teacher.Run(tensor(picture.Pixels, [1, 3, picture.Height, picture.Width]));

    private static Tensor Gram(Tensor features)
    {
        Tensor flat = features[0].flatten(1);
        return flat.mm(flat.t()) / flat.shape[1];
    }

    private static double Relative(Tensor found, Tensor wanted) => ((found - wanted).norm() / wanted.norm()).item<float>();

    private static double Roughness(Picture picture)
    {
        int width = picture.Width, height = picture.Height, plane = width * height;
        float[] p = picture.Pixels;
        double sum = 0;
        for (int row = 1; row < height - 1; row++)
        {
            for (int column = 1; column < width - 1; column++)
            {
                int at = (row * width) + column;
                sum += Math.Abs(Grey(at - 1) + Grey(at + 1) + Grey(at - width) + Grey(at + width) - (4 * Grey(at)));
            }
        }

        return sum / ((width - 2.0) * (height - 2.0));

        double Grey(int at) => (0.299 * Math.Clamp(p[at], 0, 1)) + (0.587 * Math.Clamp(p[at + plane], 0, 1)) + (0.114 * Math.Clamp(p[at + (2 * plane)], 0, 1));
    }
}
