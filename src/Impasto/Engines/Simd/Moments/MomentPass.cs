using System.Runtime.CompilerServices;
using Impasto.Engines.Simd.Lanes;
using Impasto.Engines.Simd.Planes;
using Impasto.Moments;
using Impasto.Numerics;
using Impasto.Threads;

namespace Impasto.Engines.Simd.Moments;

/// <summary>Mean and Gram matrix of a layer's features.</summary>
/// <remarks>
/// G is symmetric: only its lower half is computed, panel by panel of columns, in squares of a register. Sums run over
/// a chunk of positions in single precision; chunks are added in double precision, within a group in their order and
/// then group by group, so that the result does not depend on which thread does what. Where all positions count alike
/// the features are read where they are.
/// </remarks>
internal sealed unsafe class MomentPass<TLanes> : ParallelWork, IDisposable
    where TLanes : unmanaged, ILanes<TLanes>
{
    // A chunk's features stay in the second-level cache while every six channels pass over them.
    private const int ChunkBytes = 256 * 1024;
    private const int LongestChunk = 512;

    // A piece of a panel stays in the first-level cache, where rows do not fall into the same sets of it.
    private const int Piece = 64;
    private const int RowOfFewSets = 512;
    private const int Items = 16;

    // Columns that the kernels take, of two registers and of one.
    private const int Wide = 4;
    private const int Narrow = 8;

    // Panels that share one copy of a chunk.
    private const int MostTogether = 4;
    private const int Shift = 16;

    private readonly NativeBuffer _sums = new();
    private readonly MomentReduction<TLanes> _reduction = new();
    private Plane _features;
    private LayerRegion? _region;
    private NativeBuffer[] _scratch = [];
    private long _start;
    private int _padded;
    private int _panels;
    private int _groups;
    private int _chunk;
    private int _together;
    private bool _copies;

    /// <summary>Computes a region's moments, or the part of some rows in them.</summary>
    /// <param name="team">The threads.</param>
    /// <param name="scratch">Memory for each thread.</param>
    /// <param name="features">All positions, or those of some rows.</param>
    /// <param name="region">The region of the whole layer.</param>
    /// <param name="start">
    /// Index of the first position's weight in the region; unless it is 0 the sums are added to the moments' values.
    /// </param>
    /// <param name="moments">Where they go.</param>
    public void Run(
        WorkerTeam team, NativeBuffer[] scratch, Plane features, LayerRegion region, long start, LayerMoments moments)
    {
        _start = start;
        int panel = 2 * TLanes.Count;
        _features = features;
        _region = region;
        _scratch = scratch;
        _panels = (features.Stride + panel - 1) / panel;
        _padded = _panels * panel;
        _chunk = Math.Min(LongestChunk, ChunkBytes / (_padded * sizeof(float)));
        // The kernels read full panels: a last panel of half the width needs the padded copy when Square is 0.
        _copies = region.Weights is not null
            || (features.Stride > 2 * panel && features.Stride * sizeof(float) % RowOfFewSets == 0)
            || (Square == 0 && features.Stride % panel != 0);
        long chunks = (features.Positions + _chunk - 1) / _chunk;
        _together = Math.Min(_panels, MostTogether);
        int sets = (_panels + _together - 1) / _together;
        _groups = (int)Math.Clamp(Items / sets, 1, chunks);
        _sums.Require((long)_groups * _panels * PanelLength * sizeof(double));
        team.Run(this, _groups * sets);
        _reduction.Run(team, (_sums, _groups, _panels, PanelLength), (_padded, region.Sum), moments, adds: start > 0);
    }

    // Sums of products, a row for each channel, and behind them the sums of the features.
    private nint PanelLength => (nint)(_padded + 1) * 2 * TLanes.Count;

    private double* Sums(int group, int panel) =>
        (double*)_sums.Bytes + (((group * (nint)_panels) + panel) * PanelLength);

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(int item, int worker)
    {
        int sets = (_panels + _together - 1) / _together;
        int group = item / sets, firstPanel = item % sets * _together, end = Math.Min(firstPanel + _together, _panels);
        int columns = 2 * TLanes.Count;
        long positions = _features.Positions, chunks = (positions + _chunk - 1) / _chunk;
        for (int panel = firstPanel; panel < end; panel++)
            new Span<double>(Sums(group, panel), (int)PanelLength).Clear();
        NativeBuffer memory = _scratch[worker];
        nint copyRow = _padded + Shift;
        memory.Require(((_copies ? _chunk * copyRow : 0) + PanelLength) * sizeof(float));
        float* products = memory.Floats, copy = products + PanelLength;
        for (long chunk = chunks * group / _groups; chunk < chunks * (group + 1) / _groups; chunk++)
        {
            long first = chunk * _chunk;
            int count = (int)Math.Min(_chunk, positions - first);
            float* rows = _features.Data + ((nint)first * _features.Stride);
            nint row = _features.Stride;
            if (_copies)
            {
                count = Copy(first, count, firstPanel * columns, copy, copyRow);
                rows = copy;
                row = copyRow;
            }

            if (count == 0)
                continue;
            for (int panel = firstPanel; panel < end; panel++)
                AddPanel(panel * columns, count, rows, row, products, Sums(group, panel));
        }
    }

    // The upper right quarter of a diagonal block is filled by symmetry, so its first rows compute one register only.
    private static int Square => TLanes.Count % Narrow == 0 ? TLanes.Count : 0;

    private void AddPanel(int start, int count, float* rows, nint row, float* products, double* sums)
    {
        int lanes = TLanes.Count, columns = 2 * lanes, stride = _features.Stride,
            length = (_padded + 1 - start) * columns;
        new Span<float>(products, length).Clear();
        for (int first = 0; first < count; first += Piece)
        {
            float* piece = rows + (first * row), panel = piece + start, result = products;
            int depth = Math.Min(Piece, count - first), i = start;
            if (!_copies && start % (MostTogether * columns) == 0)
                CacheFetch<TLanes>.Row(piece + (Piece * row), Piece * row);
            for (; i < start + Square; i += Narrow, result += Narrow * columns)
                PanelKernel<TLanes>.EightColumnsNarrow(piece + i, row, panel, row, depth, result, columns);
            for (; i < stride; i += Wide, result += Wide * columns)
                PanelKernel<TLanes>.FourColumns(piece + i, row, panel, row, depth, result, columns);
            float* features = products + ((_padded - start) * columns), roots = _region!.Weights is null ? null
                : piece + stride;
            for (int c = 0; c < Math.Min(columns, stride - start); c += lanes)
                AddFeatures(panel + c, roots, row, depth, features + c);
        }

        VectorMath.Add(
            new Span<double>(sums + ((nint)start * columns), length), new ReadOnlySpan<float>(products, length));
    }

    // The copy holds sqrt(m) F. The sum of features needs m F: multiply by sqrt(m) once more.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddFeatures(float* features, float* roots, nint row, int count, float* sums)
    {
        TLanes sum = TLanes.Load(sums);
        for (int p = 0; p < count; p++, features += row)
            sum = roots is null ? sum + TLanes.Load(features)
                : TLanes.MultiplyAdd(TLanes.Broadcast(roots[p * row]), TLanes.Load(features), sum);
        TLanes.Store(sum, sums);
    }

    // Copies positions with a weight, multiplied by its root; the root is stored behind the channels. Rows whose length
    // is a power of two fall into the same cache sets: the copy's rows are longer.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Copy(long first, int count, int start, float* copy, nint row)
    {
        int stride = _features.Stride, lanes = TLanes.Count, kept = 0;
        float[]? weights = _region!.Weights;
        for (int p = 0; p < count; p++)
        {
            float root = 1;
            if (weights is not null)
            {
                float weight = weights[_start + first + p];
                if (weight == 0)
                    continue;
                root = MathF.Sqrt(weight);
            }

            TLanes factor = TLanes.Broadcast(root);
            float* source = _features.Data + (((nint)first + p) * stride), target = copy + (kept++ * row);
            for (int c = start; c < stride; c += lanes)
                TLanes.Store(factor * TLanes.Load(source + c), target + c);
            for (int c = stride; c < row; c += lanes)
                TLanes.Store(TLanes.Zero, target + c);
            target[stride] = root;
        }

        return kept;
    }

    public void Dispose() => _sums.Dispose();
}
