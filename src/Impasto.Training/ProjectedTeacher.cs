using Impasto.Networks;
using Impasto.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace Impasto.Training;

/// <summary>A teacher seen along its principal directions, each layer with a root mean square of 1.</summary>
/// <remarks>
/// With V the leading eigenvectors of E[f f^T], the features V^T f have all but a sliver of the energy in far fewer
/// channels, and distances of features and Gram matrices stay what they are, since V is orthonormal: learning to give V^T f
/// is learning to give f, at a part of the cost. Source: Chiu and Gurari, CVPR 2022, for the idea of the basis. Differs from
/// the paper: the moments are not centred, as Gram matrices are not.
/// </remarks>
internal sealed class ProjectedTeacher : IDisposable
{
    // Energy that may be lost; in a Gram matrix the loss counts squared.
    private const double LeftOut = 3e-4;

    // Deep layers spread their energy wide; beyond this a student of this size can't follow anyway.
    private const int MostDirections = 192;

    private readonly ITeacher _inner;

    /// <summary>Measures the teacher on some pictures and owns it.</summary>
    public ProjectedTeacher(ITeacher inner, IReadOnlyList<Tensor> samples)
    {
        _inner = inner;
        foreach (LayerName layer in inner.Channels.Keys.Order())
            Bases[$"{layer}.basis"] = Basis(layer, samples);
    }

    /// <summary>Directions of each layer as rows, divided by its root mean square: K x C, under the name conv1_1.basis.</summary>
    public SortedDictionary<string, Tensor> Bases { get; } = new(StringComparer.Ordinal);

    /// <summary>Directions kept at each layer.</summary>
    public IReadOnlyDictionary<LayerName, int> Channels =>
        _inner.Channels.Keys.ToDictionary(layer => layer, layer => (int)Bases[$"{layer}.basis"].shape[0]);

    /// <summary>Channels of VGG-19 that a layer's directions stand for.</summary>
    public int VggChannels(LayerName layer) => _inner.VggChannels(layer);

    /// <summary>What a layer was divided by; a map times this gives features as large as the teacher's own.</summary>
    public double Scale(LayerName layer)
    {
        using DisposeScope scope = NewDisposeScope();
        return 1 / Bases[$"{layer}.basis"][0].norm().item<float>();
    }

    public Dictionary<LayerName, Tensor> Features(Tensor pictures, LayerName until) => _inner.Features(pictures, until).ToDictionary(
        pair => pair.Key,
        pair => ChannelsLast.Mapped(pair.Value, Bases[$"{pair.Key}.basis"]));

    public IReadOnlyList<TeacherConvolution> Convolutions(LayerName layer, Tensor pictures) => _inner.Convolutions(layer, pictures);

    private Tensor Basis(LayerName layer, IReadOnlyList<Tensor> samples)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable frozen = no_grad();
        int channels = _inner.Channels[layer];
        Tensor second = zeros([channels, channels], dtype: ScalarType.Float64);
        foreach (Tensor pictures in samples)
        {
            using DisposeScope inner = NewDisposeScope();
            Tensor flat = _inner.Features(pictures, layer)[layer].transpose(0, 1).flatten(1);
            second.Add(flat.mm(flat.t()).Over(flat.shape[1]).cpu().to(ScalarType.Float64), 1.0 / samples.Count);
        }

        (Tensor values, Tensor vectors) = linalg.eigh(second);
        double[] energies = [.. values.AtLeast(0).data<double>()];
        double total = energies.Sum(), left = 0;
        int dropped = 0;
        while (dropped < channels - 1 && left + energies[dropped] < LeftOut * total)
            left += energies[dropped++];
        dropped = Math.Max(dropped, channels - MostDirections);
        Tensor rows = vectors.narrow(1, dropped, channels - dropped).t().Over(Math.Sqrt(total / channels));
        return rows.to(ScalarType.Float32).to(samples[0].device).contiguous().MoveToOuterDisposeScope().DetachFromDisposeScope();
    }

    public void Dispose()
    {
        _inner.Dispose();
        foreach (Tensor basis in Bases.Values)
            basis.Dispose();
    }
}
