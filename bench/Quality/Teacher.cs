using Impasto.Networks;
using Impasto.Torch;
using Impasto.Training.Teachers;
using static TorchSharp.torch;

namespace Impasto.Bench.Quality;

/// <summary>The teacher as something that pictures can be measured with: VGG-19's layers, and for the deep ones the encoder's maps with their ReLU.</summary>
internal sealed class Teacher(ITeacher inner) : IDisposable
{
    /// <summary>Layers at which styles are compared.</summary>
    public static IReadOnlyList<LayerName> StyleLayers { get; } = [.. Enumerable.Range(1, 5).Select(block => VggLayers.Of(block, 1))];

    /// <summary>Layers at which contents are compared.</summary>
    public static IReadOnlyList<LayerName> ContentLayers { get; } = [VggLayers.Of(3, 4), VggLayers.Of(4, 1)];

    /// <summary>Loads it on the processor or wherever the device is.</summary>
    public static Teacher Load(IReadOnlyList<string> files, TorchDevice device) =>
        new(TeacherFiles.Load(files, device, [.. StyleLayers.Union(ContentLayers)]));

    /// <summary>Features of a picture, 1 x 3 x H x W, at all these layers.</summary>
    public Dictionary<LayerName, Tensor> Run(Tensor pixels) =>
        inner.Features(pixels, StyleLayers[^1]).ToDictionary(pair => pair.Key, pair => Rectified(pair.Key, pair.Value));

    // The teacher of a training gives the encoder's maps twice, with their ReLU first.
    private static Tensor Rectified(LayerName layer, Tensor features) =>
        layer == VggLayers.Of(4, 1) || layer == VggLayers.Of(5, 1) ? features.narrow(1, 0, features.shape[1] / 2) : features;

    public void Dispose() => inner.Dispose();
}
