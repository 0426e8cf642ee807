using Impasto.Networks;
using Impasto.Torch.Tensors;
using Impasto.Training.Checkpoints;
using TorchSharp;
using static TorchSharp.torch;

namespace Impasto.Training.Teachers;

/// <summary>A teacher's features along their principal directions, each layer with a root mean square of 1.</summary>
/// <remarks>
/// With V the leading eigenvectors of E[f f^T], the features V^T f keep almost all of the energy in far fewer channels.
/// V is orthonormal, so distances of features and Gram matrices stay what they are: learning to give V^T f is learning
/// to give f, for less work. Source: Chiu and Gurari, CVPR 2022, for the idea of the basis. Differs from the paper:
/// the moments are not centred, as Gram matrices are not.
/// </remarks>
internal sealed class ProjectedTeacher : IDisposable
{
    // Share of the energy that may be lost; in a Gram matrix the loss counts squared.
    private const double LostShare = 3e-4;

    // Deep layers spread their energy over many directions; a student of this size can't follow more than these.
    private const int MostDirections = 192;

    private readonly ITeacher _inner;
    private readonly Dictionary<LayerName, Tensor> _bases = [];

    /// <summary>Takes over a teacher and measures it on some pictures.</summary>
    /// <param name="inner">The teacher.</param>
    /// <param name="samples">Batches of pictures, B x 3 x H x W.</param>
    public ProjectedTeacher(ITeacher inner, IReadOnlyList<Tensor> samples)
    {
        _inner = inner;
        foreach (LayerName layer in StudentLayers.InOrder(inner.Channels.Keys))
            _bases[layer] = Basis(layer, samples);
    }

    /// <summary>Directions kept at each layer.</summary>
    public IReadOnlyDictionary<LayerName, int> Channels =>
        _bases.ToDictionary(pair => pair.Key, pair => (int)pair.Value.shape[0]);

    /// <summary>The number of VGG-19's channels that a layer stands for.</summary>
    public int VggChannels(LayerName layer) => _inner.VggChannels(layer);

    /// <summary>A layer's divisor; a map times this gives features as large as the teacher's own.</summary>
    public double Scale(LayerName layer)
    {
        using DisposeScope scope = NewDisposeScope();
        return 1 / _bases[layer][0].norm().item<float>();
    }

    /// <inheritdoc cref="ITeacher.Features"/>
    public Dictionary<LayerName, Tensor> Features(Tensor pictures, LayerName until) =>
        _inner.Features(pictures, until).ToDictionary(
            pair => pair.Key,
            pair => ChannelsLast.Mapped(pair.Value, _bases[pair.Key]));

    /// <inheritdoc cref="ITeacher.Convolutions"/>
    public IReadOnlyList<TeacherConvolution> Convolutions(LayerName layer, Tensor pictures) =>
        _inner.Convolutions(layer, pictures);

    /// <summary>Visits the directions of all layers.</summary>
    public void Exchange(StateExchange state)
    {
        foreach ((LayerName layer, Tensor basis) in _bases)
            state.Visit($"{layer}.basis", basis);
    }

    // Directions as rows, divided by the layer's root mean square, K x C.
    private Tensor Basis(LayerName layer, IReadOnlyList<Tensor> samples)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable frozen = no_grad();
        int channels = _inner.Channels[layer];
        (Tensor values, Tensor vectors) = linalg.eigh(SecondMoments(layer, samples));
        double[] energies = [.. values.AtLeast(0).data<double>()];
        int dropped = Dropped(energies);
        Tensor rows = vectors.narrow(1, dropped, channels - dropped).t().Over(Math.Sqrt(energies.Sum() / channels));
        return rows.to(ScalarType.Float32).to(samples[0].device).contiguous()
            .MoveToOuterDisposeScope()
            .DetachFromDisposeScope();
    }

    private Tensor SecondMoments(LayerName layer, IReadOnlyList<Tensor> samples)
    {
        int channels = _inner.Channels[layer];
        Tensor second = zeros([channels, channels], dtype: ScalarType.Float64);
        foreach (Tensor pictures in samples)
        {
            using DisposeScope inner = NewDisposeScope();
            Tensor flat = _inner.Features(pictures, layer)[layer].transpose(0, 1).flatten(1);
            second.Add(flat.mm(flat.t()).Over(flat.shape[1]).cpu().to(ScalarType.Float64), 1.0 / samples.Count);
        }

        return second;
    }

    // How many of the weakest directions are left out; energies rise.
    private static int Dropped(double[] energies)
    {
        double total = energies.Sum(), lost = 0;
        int dropped = 0;
        while (dropped < energies.Length - 1 && lost + energies[dropped] < LostShare * total)
            lost += energies[dropped++];
        return Math.Max(dropped, energies.Length - MostDirections);
    }

    public void Dispose()
    {
        _inner.Dispose();
        foreach (Tensor basis in _bases.Values)
            basis.Dispose();
    }
}
