using Impasto.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Impasto.Training;

/// <summary>A teacher whose layers all have a root mean square of 1, so that one learning rate suits every map.</summary>
internal sealed class ScaledTeacher : ITeacher
{
    private readonly ITeacher _inner;

    /// <summary>Measures the teacher on some pictures and owns it.</summary>
    public ScaledTeacher(ITeacher inner, IEnumerable<Tensor> samples)
    {
        _inner = inner;
        var squares = inner.Channels.Keys.ToDictionary(layer => layer, _ => new List<double>());
        foreach (Tensor pictures in samples)
        {
            using DisposeScope scope = NewDisposeScope();
            using IDisposable frozen = no_grad();
            foreach ((LayerName layer, Tensor features) in inner.Features(pictures))
                squares[layer].Add(features.square().mean().item<float>());
        }

        Scales = squares.ToDictionary(pair => pair.Key, pair => Math.Sqrt(pair.Value.Average()));
    }

    public IReadOnlyDictionary<LayerName, int> Channels => _inner.Channels;

    /// <summary>What each layer was divided by; a map times this gives the teacher's own features.</summary>
    public IReadOnlyDictionary<LayerName, double> Scales { get; }

    public Dictionary<LayerName, Tensor> Features(Tensor pictures) =>
        _inner.Features(pictures).ToDictionary(pair => pair.Key, pair => pair.Value / Scales[pair.Key]);

    public void Dispose() => _inner.Dispose();
}
