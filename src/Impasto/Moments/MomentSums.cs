using Impasto.Networks;
using Impasto.Numerics;

namespace Impasto.Moments;

/// <summary>Moments of a picture from those of its tiles, and a tile's part in their derivatives.</summary>
/// <remarks>
/// With M_t the weight of tile t and M = sum_t M_t: G = sum_t M_t G_t / M, in double precision and in the order of the
/// tiles.
/// </remarks>
/// <param name="tiles">How many tiles there will be: the moments of a single one are the picture's as they are.</param>
internal sealed class MomentSums(int tiles)
{
    private readonly List<IReadOnlyDictionary<LayerName, double[]>> _weights = [];
    private IReadOnlyDictionary<LayerName, IReadOnlyList<LayerMoments>>? _single;
    private readonly Dictionary<LayerName, LayerMoments[]> _sums = [];

    /// <summary>Removes all tiles.</summary>
    public void Clear()
    {
        _weights.Clear();
        _sums.Clear();
        _single = null;
    }

    /// <summary>Adds the next tile's moments; they may change afterwards unless it is the only tile.</summary>
    public void Add(IReadOnlyDictionary<LayerName, IReadOnlyList<LayerMoments>> moments)
    {
        if (tiles == 1)
        {
            _single = moments;
            return;
        }

        _weights.Add(
            moments.ToDictionary(pair => pair.Key, pair => pair.Value.Select(region => region.Positions).ToArray()));
        foreach ((LayerName layer, IReadOnlyList<LayerMoments> regions) in moments)
        {
            if (!_sums.TryGetValue(layer, out LayerMoments[]? sums))
                _sums[layer] = sums = [.. regions.Select(region => Zero(region.Channels, 0))];
            for (int r = 0; r < sums.Length; r++)
            {
                VectorMath.AddScaled(sums[r].Mean, regions[r].Mean, regions[r].Positions);
                VectorMath.AddScaled(sums[r].Gram, regions[r].Gram, regions[r].Positions);
            }
        }
    }

    /// <summary>The picture's moments.</summary>
    public IReadOnlyDictionary<LayerName, IReadOnlyList<LayerMoments>> Total()
    {
        if (_single is not null)
            return _single;
        var total = new Dictionary<LayerName, IReadOnlyList<LayerMoments>>();
        foreach ((LayerName layer, LayerMoments[] sums) in _sums)
            total[layer] = [.. sums.Select((sum, region) => Scaled(sum, WeightOf(layer, region)))];
        return total;
    }

    /// <summary>The derivatives times M_t / M: an engine divides by the tile's own weight M_t.</summary>
    /// <param name="gradients">With respect to the picture's moments.</param>
    /// <param name="tile">The tile's number.</param>
    public IReadOnlyDictionary<LayerName, IReadOnlyList<MomentGradient?>> Share(
        IReadOnlyDictionary<LayerName, IReadOnlyList<MomentGradient?>> gradients, int tile)
    {
        if (tiles == 1)
            return gradients;
        return gradients.ToDictionary(
            pair => pair.Key,
            IReadOnlyList<MomentGradient?> (pair) => [.. pair.Value.Select((gradient, region) =>
                gradient is null ? null
                    : Scaled(gradient, _weights[tile][pair.Key][region] / WeightOf(pair.Key, region)))]);
    }

    private double WeightOf(LayerName layer, int region) => _weights.Sum(tile => tile[layer][region]);

    private static LayerMoments Scaled(LayerMoments sum, double weight)
    {
        LayerMoments moments = Zero(sum.Channels, weight);
        if (weight > 0)
        {
            VectorMath.AddScaled(moments.Mean, sum.Mean, 1 / weight);
            VectorMath.AddScaled(moments.Gram, sum.Gram, 1 / weight);
        }

        return moments;
    }

    // A region without any weight has no derivative.
    private static MomentGradient? Scaled(MomentGradient gradient, double factor)
    {
        if (!(factor > 0))
            return null;
        MomentGradient scaled = MomentGradient.Zero(gradient.Mean.Length);
        VectorMath.AddScaled(scaled.Mean, gradient.Mean, factor);
        VectorMath.AddScaled(scaled.Gram, gradient.Gram, factor);
        return scaled;
    }

    private static LayerMoments Zero(int channels, double weight) =>
        new(channels, weight, new double[channels], new double[channels * channels]);
}
