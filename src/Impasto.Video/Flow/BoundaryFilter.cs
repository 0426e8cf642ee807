using System.Runtime.Intrinsics;
using Impasto.Imaging;
using Impasto.Threads;
using Impasto.Video.Flow.Planes;

namespace Impasto.Video.Flow;

/// <summary>Moves the boundaries between motions to where the colours change: a weighted median of the flow.</summary>
/// <remarks>
/// Patches see both sides of an edge, and what a moving thing covers has no counterpart: the flow of the thing spreads
/// beyond it by some pixels. Near boundaries each component becomes the weighted median of those around, with weights
/// exp(-|c_p - c_q|^2 / (2 sigma^2)) by the difference of colour. Source: Sun, Roth and Black, "Secrets of Optical Flow
/// Estimation and Their Principles", CVPR 2010, section 5. Differs from the paper: every second pixel of the window,
/// once at the end, only near boundaries.
/// </remarks>
internal sealed class BoundaryFilter
{
    // The window reaches this far, in pixels, and takes every second one.
    private const int Reach = 8, Step = 2;

    // Pixels this near to a boundary are filtered.
    private const int Near = 6;

    // Standard deviation of colour, 1 for white.
    private const float Sigma = 0.1f;

    // Where displacements differ by less, in pixels, there is nothing to sharpen.
    private const float LeastDifference = 0.25f;

    private const int Samples = ((2 * Reach / Step) + 1) * ((2 * Reach / Step) + 1);
    private const int Lanes = 8;
    private const int Room = (Samples + Lanes - 1) / Lanes * Lanes;

    // A range of 20 pixels becomes one of 0.005.
    private const int Halvings = 12;

    private readonly (int Width, int Height) _size;
    private readonly byte[] _marks, _across;
    private readonly float[] _u, _v;
    private readonly RowPass _mark, _spread, _filter;
    private Picture? _picture;
    private FlowField? _flow;

    public BoundaryFilter(PictureSize size)
    {
        _size = (size.Width, size.Height);
        int count = size.Width * size.Height;
        (_marks, _across, _u, _v) = (new byte[count], new byte[count], new float[count], new float[count]);
        (_mark, _spread, _filter) = (
            new RowPass(size.Height, Mark), new RowPass(size.Height, Spread), new RowPass(size.Height, Filter));
    }

    /// <summary>Filters a flow in place.</summary>
    /// <param name="flow">The flow of a picture.</param>
    /// <param name="picture">That picture.</param>
    /// <param name="team">The threads; null for none.</param>
    public void Run(FlowField flow, Picture picture, WorkerTeam? team)
    {
        (_flow, _picture) = (flow, picture);
        _mark.Run(team);
        _spread.Run(team);
        _filter.Run(team);
        _u.CopyTo(flow.Horizontal, 0);
        _v.CopyTo(flow.Vertical, 0);
        (_flow, _picture) = (null, null);
    }

    private void Mark(int from, int to)
    {
        for (int y = from; y < to; y++)
        {
            Span<byte> marks = _marks.AsSpan(y * _size.Width, _size.Width);
            for (int x = 0; x < marks.Length; x++)
                marks[x] = MotionBoundary.IsAt(_flow!, x, y) ? (byte)1 : (byte)0;
            Span<byte> across = _across.AsSpan(y * _size.Width, _size.Width);
            for (int x = 0; x < marks.Length; x++)
            {
                int left = Math.Max(0, x - Near), right = Math.Min(marks.Length, x + Near + 1);
                across[x] = marks[left..right].Contains((byte)1) ? (byte)1 : (byte)0;
            }
        }
    }

    private void Spread(int from, int to)
    {
        for (int y = from; y < to; y++)
        {
            Span<byte> marks = _marks.AsSpan(y * _size.Width, _size.Width);
            marks.Clear();
            int upper = Math.Max(0, y - Near), lower = Math.Min(_size.Height - 1, y + Near);
            for (int row = upper; row <= lower; row++)
            {
                ReadOnlySpan<byte> across = _across.AsSpan(row * _size.Width, _size.Width);
                for (int x = 0; x < marks.Length; x++)
                    marks[x] |= across[x];
            }
        }
    }

    private void Filter(int from, int to)
    {
        Span<float> u = stackalloc float[Room], v = stackalloc float[Room], weights = stackalloc float[Room];
        for (int y = from; y < to; y++)
        {
            for (int x = 0; x < _size.Width; x++)
            {
                int k = (y * _size.Width) + x;
                (_u[k], _v[k]) = (_flow!.Horizontal[k], _flow.Vertical[k]);
                if (_marks[k] == 0)
                    continue;
                Gather(x, y, u, v, weights);
                _u[k] = Median(u, weights, _u[k]);
                _v[k] = Median(v, weights, _v[k]);
            }
        }
    }

    // Places outside the picture, and those that fill the last vector, have the pixel's own flow and no weight.
    private void Gather(int x, int y, Span<float> u, Span<float> v, Span<float> weights)
    {
        int count = 0, center = (y * _size.Width) + x;
        u.Fill(_flow!.Horizontal[center]);
        v.Fill(_flow.Vertical[center]);
        weights.Fill(float.NegativeInfinity);
        for (int j = y - Reach; j <= y + Reach; j += Step)
        {
            if ((uint)j >= (uint)_size.Height)
                continue;
            for (int i = x - Reach; i <= x + Reach; i += Step)
            {
                if ((uint)i >= (uint)_size.Width)
                    continue;
                int k = (j * _size.Width) + i;
                (u[count], v[count]) = (_flow.Horizontal[k], _flow.Vertical[k]);
                weights[count++] = Distance(center, k) / (-2 * Sigma * Sigma);
            }
        }

        for (int i = 0; i < Room; i += Lanes)
            Vector256.Exp(Vector256.Create<float>(weights[i..])).CopyTo(weights[i..]);
    }

    private float Distance(int one, int other)
    {
        float[] pixels = _picture!.Pixels;
        int plane = _size.Width * _size.Height;
        float red = pixels[one] - pixels[other], green = pixels[plane + one] - pixels[plane + other];
        float blue = pixels[(2 * plane) + one] - pixels[(2 * plane) + other];
        return (red * red) + (green * green) + (blue * blue);
    }

    // The value below which half of the weight lies, by halving the range; the pixel's own where there is little to
    // choose from.
    private static float Median(ReadOnlySpan<float> values, ReadOnlySpan<float> weights, float own)
    {
        Vector256<float> lowest = Vector256.Create(own), highest = lowest, total = default;
        for (int i = 0; i < Room; i += Lanes)
        {
            lowest = Vector256.Min(lowest, Vector256.Create(values[i..]));
            highest = Vector256.Max(highest, Vector256.Create(values[i..]));
            total += Vector256.Create(weights[i..]);
        }

        float least = own, most = own, half = 0.5f * Vector256.Sum(total);
        for (int lane = 0; lane < Lanes; lane++)
            (least, most) = (Math.Min(least, lowest[lane]), Math.Max(most, highest[lane]));
        if (most - least < LeastDifference)
            return own;
        for (int halving = 0; halving < Halvings; halving++)
        {
            float middle = 0.5f * (least + most);
            if (WeightBelow(middle, values, weights) < half)
                least = middle;
            else
                most = middle;
        }

        return 0.5f * (least + most);
    }

    private static float WeightBelow(float limit, ReadOnlySpan<float> values, ReadOnlySpan<float> weights)
    {
        Vector256<float> sum = default, limits = Vector256.Create(limit);
        for (int i = 0; i < Room; i += Lanes)
            sum += Vector256.LessThan(Vector256.Create(values[i..]), limits) & Vector256.Create(weights[i..]);
        return Vector256.Sum(sum);
    }
}
