using Impasto.Imaging;
using Impasto.Networks;
using Impasto.Networks.Files;
using Impasto.Torch.Tensors;
using Impasto.Training.Decoders;
using TorchSharp;
using static TorchSharp.torch;

namespace Impasto.Training.Learning;

/// <summary>Moments of the painting at all layers, and those of many photographs where a decoder's maps are.</summary>
internal sealed class PaintingTargets : IDisposable
{
    // The deepest layer has a position for 16 x 16 pixels.
    private const int Grid = 16;

    private static readonly (LayerName Layer, string Name)[] Maps =
        [(DecoderLayers.Deep, "deep"), (DecoderLayers.Fine, "fine"), (DecoderLayers.Colors, "colors")];

    private readonly Dictionary<LayerName, (Tensor Mean, Tensor Gram)> _painting;
    private readonly Dictionary<LayerName, (Tensor Mean, Tensor Gram)> _photographs;

    /// <summary>Measures the pictures.</summary>
    /// <param name="objective">Gives features.</param>
    /// <param name="painting">The painting in the size that it is learned in.</param>
    /// <param name="photographs">Batches of parts of photographs, B x 3 x H x W.</param>
    /// <param name="device">Where tensors lie.</param>
    public PaintingTargets(
        DecoderObjective objective, Picture painting, IEnumerable<Tensor> photographs, Device device)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable frozen = no_grad();
        _painting = Kept(objective.Features(Pixels(painting).to(device))
            .ToDictionary(pair => pair.Key, pair => FeatureMap.Moments(pair.Value)));
        _photographs = Kept(Mean(objective, photographs, device));
    }

    /// <summary>Moments of the painting, once for each picture.</summary>
    public (Tensor Mean, Tensor Gram) Of(LayerName layer, long count) => Repeated(_painting[layer], count);

    /// <summary>Held moments, once for each picture.</summary>
    public (Tensor Mean, Tensor Gram) Held(LayerName layer, long count) => Repeated(_photographs[layer], count);

    /// <summary>All moments that a style's file has.</summary>
    public IEnumerable<NamedTensor> Export() =>
        Export("painting", _painting).Concat(Export("photographs", _photographs));

    private static IEnumerable<NamedTensor> Export(
        string whose, Dictionary<LayerName, (Tensor Mean, Tensor Gram)> moments)
    {
        foreach ((LayerName layer, string name) in Maps)
        {
            (Tensor mean, Tensor gram) = moments[layer];
            yield return Named($"{whose}.{name}.mean", mean);
            yield return Named($"{whose}.{name}.gram", gram);
        }
    }

    private static NamedTensor Named(string name, Tensor one)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor values = one[0].cpu().contiguous();
        return new NamedTensor(name, values.shape, [.. values.data<float>()]);
    }

    // Rows and columns that are missing up to the grid repeat the edge.
    private static Tensor Pixels(Picture picture)
    {
        long right = (Grid - (picture.Width % Grid)) % Grid, bottom = (Grid - (picture.Height % Grid)) % Grid;
        return nn.functional.pad(
            tensor(picture.Pixels, [1, 3, picture.Height, picture.Width]),
            [0, right, 0, bottom],
            PaddingModes.Replicate);
    }

    private static Dictionary<LayerName, (Tensor Mean, Tensor Gram)> Mean(
        DecoderObjective objective, IEnumerable<Tensor> photographs, Device device)
    {
        var sums = Maps.ToDictionary(map => map.Layer, _ => (Mean: zeros([]).to(device), Gram: zeros([]).to(device)));
        int count = 0;
        foreach (Tensor batch in photographs)
        {
            Dictionary<LayerName, Tensor> features = objective.Features(batch.to(device));
            foreach ((LayerName layer, _) in Maps)
            {
                (Tensor mean, Tensor gram) = FeatureMap.Moments(features[layer]);
                sums[layer] = (
                    sums[layer].Mean.Plus(mean.mean([0], keepdim: true)),
                    sums[layer].Gram.Plus(gram.mean([0], keepdim: true)));
            }

            count++;
        }

        return sums.ToDictionary(
            pair => pair.Key, pair => (pair.Value.Mean.Over(count), pair.Value.Gram.Over(count)));
    }

    private static Dictionary<LayerName, (Tensor Mean, Tensor Gram)> Kept(
        Dictionary<LayerName, (Tensor Mean, Tensor Gram)> moments) => moments.ToDictionary(
            pair => pair.Key,
            pair => (pair.Value.Mean.DetachFromDisposeScope(), pair.Value.Gram.DetachFromDisposeScope()));

    private static (Tensor Mean, Tensor Gram) Repeated((Tensor Mean, Tensor Gram) moments, long count) =>
        (moments.Mean.expand(count, -1), moments.Gram.expand(count, -1, -1));

    public void Dispose()
    {
        foreach ((Tensor mean, Tensor gram) in _painting.Values.Concat(_photographs.Values))
        {
            mean.Dispose();
            gram.Dispose();
        }
    }
}
