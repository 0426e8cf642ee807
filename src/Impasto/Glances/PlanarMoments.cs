using Impasto.Moments;
using Impasto.Numerics;
using Impasto.Threads;
using Impasto.Tiles;

namespace Impasto.Glances;

/// <summary>Moments of features that come piece by piece.</summary>
internal sealed class PlanarMoments : ParallelWork
{
    private readonly double[] _sums;
    private readonly double[] _products;
    private double _positions;
    private LayerFeatures? _features;
    private PositionWeights? _weights;
    private PixelArea _area;
    private float[][] _weighted = [];

    /// <summary>Sums of nothing yet.</summary>
    /// <param name="channels">C.</param>
    public PlanarMoments(int channels)
    {
        _sums = new double[channels];
        _products = new double[channels * channels];
    }

    /// <summary>Positions so far, each by its weight.</summary>
    public double Area => _positions;

    /// <summary>Adds an area of a piece.</summary>
    /// <param name="team">The threads.</param>
    /// <param name="features">The piece's features.</param>
    /// <param name="area">The positions that count.</param>
    /// <param name="weights">How much each position counts, seen from the piece; null for 1.</param>
    public void Add(WorkerTeam team, LayerFeatures features, PixelArea area, PositionWeights? weights = null)
    {
        (_features, _area, _weights) = (features, area, weights);
        if (weights is not null && (_weighted.Length != team.Count || _weighted[0].Length < area.Width))
            _weighted = [.. Enumerable.Range(0, team.Count).Select(_ => new float[area.Width])];
        team.Run(this, _sums.Length);
        _positions += weights is null ? area.Count : Sum(weights, area);
        (_features, _weights) = (null, null);
    }

    /// <summary>The moments of all areas.</summary>
    public LayerMoments Total()
    {
        int n = _sums.Length;
        double[] mean = new double[n], gram = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            mean[i] = _sums[i] / _positions;
            for (int j = 0; j <= i; j++)
                gram[(i * n) + j] = gram[(j * n) + i] = _products[(i * n) + j] / _positions;
        }

        return new LayerMoments(n, _positions, mean, gram);
    }

    // A channel's sum, and its products with the channels before it.
    public override void Run(int item, int worker)
    {
        LayerFeatures features = _features!;
        for (int y = _area.Top; y < _area.Top + _area.Height; y++)
        {
            ReadOnlySpan<float> own = Row(features, item, y);
            if (_weights is not null)
                own = Weighted(own, _weights.Row(y, _area.Left, _area.Width), _weighted[worker]);
            foreach (float value in own)
                _sums[item] += value;
            for (int other = 0; other <= item; other++)
                _products[(item * _sums.Length) + other] += VectorMath.Dot(own, Row(features, other, y));
        }
    }

    private static ReadOnlySpan<float> Weighted(
        ReadOnlySpan<float> values, ReadOnlySpan<float> weights, Span<float> target)
    {
        target = target[..values.Length];
        for (int i = 0; i < values.Length; i++)
            target[i] = values[i] * weights[i];
        return target;
    }

    private static double Sum(PositionWeights weights, PixelArea area)
    {
        double sum = 0;
        for (int y = area.Top; y < area.Top + area.Height; y++)
        {
            foreach (float weight in weights.Row(y, area.Left, area.Width))
                sum += weight;
        }

        return sum;
    }

    private ReadOnlySpan<float> Row(LayerFeatures features, int channel, int y) => features.Values.AsSpan(
        (((channel * features.Height) + y) * features.Width) + _area.Left, _area.Width);
}
