using Impasto.Imaging;
using Impasto.Networks;
using Impasto.Tests.Quality;
using Impasto.Torch.Tensors;
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
            Artefacts.Speckle(result) / Artefacts.Speckle(style));
    }

    public void Dispose() => teacher.Dispose();

    private Dictionary<LayerName, Tensor> Look(Picture picture) =>
        teacher.Run(tensor(picture.Pixels, [1, 3, picture.Height, picture.Width]));

    private static Tensor Gram(Tensor features)
    {
        Tensor flat = features[0].flatten(1);
        return flat.mm(flat.t()).Over(flat.shape[1]);
    }

    private static double Relative(Tensor found, Tensor wanted) => ((found - wanted).norm() / wanted.norm()).item<float>();
}
