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
    private PixelArea _area;

    /// <summary>Sums of nothing yet.</summary>
    /// <param name="channels">C.</param>
    public PlanarMoments(int channels)
    {
        _sums = new double[channels];
        _products = new double[channels * channels];
    }

    /// <summary>Adds an area of a piece.</summary>
    /// <param name="team">The threads.</param>
    /// <param name="features">The piece's features.</param>
    /// <param name="area">The positions that count.</param>
    public void Add(WorkerTeam team, LayerFeatures features, PixelArea area)
    {
        (_features, _area) = (features, area);
        team.Run(this, _sums.Length);
        _positions += area.Count;
        _features = null;
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
            foreach (float value in own)
                _sums[item] += value;
            for (int other = 0; other <= item; other++)
                _products[(item * _sums.Length) + other] += VectorMath.Dot(own, Row(features, other, y));
        }
    }

    private ReadOnlySpan<float> Row(LayerFeatures features, int channel, int y) => features.Values.AsSpan(
        (((channel * features.Height) + y) * features.Width) + _area.Left, _area.Width);
}
