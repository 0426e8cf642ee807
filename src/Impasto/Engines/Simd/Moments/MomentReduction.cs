using Impasto.Engines.Simd.Lanes;
using Impasto.Engines.Simd.Planes;
using Impasto.Moments;
using Impasto.Numerics;
using Impasto.Threads;

namespace Impasto.Engines.Simd.Moments;

/// <summary>
/// The last part of <see cref="MomentPass{TLanes}"/>: adds the groups' sums in their order and mirrors the lower half.
/// </summary>
/// <remarks>
/// One item is as many rows of the Gram matrix as a panel has columns. Its diagonal block is computed whole; the values
/// to the left of it are mirrored into columns that no other item writes.
/// </remarks>
internal sealed unsafe class MomentReduction<TLanes> : ParallelWork
    where TLanes : unmanaged, ILanes<TLanes>
{
    private double* _sums;
    private int _groups;
    private int _panels;
    private nint _panelLength;
    private bool _adds;
    private int _meanRow;
    private double _scale;
    private LayerMoments? _moments;

    /// <summary>Fills the moments.</summary>
    /// <param name="team">The threads.</param>
    /// <param name="sums">
    /// For each group and panel the rows of sums of products, and how many they are in doubles.
    /// </param>
    /// <param name="region">The row in which the sums of the features stand, and the sum of the weights.</param>
    /// <param name="moments">Where they go.</param>
    /// <param name="adds">Whether they are added to what is there.</param>
    public void Run(
        WorkerTeam team, (NativeBuffer Memory, int Groups, int Panels, nint PanelLength) sums,
        (int MeanRow, double Sum) region, LayerMoments moments, bool adds)
    {
        _sums = (double*)sums.Memory.Bytes;
        (_groups, _panels, _panelLength) = (sums.Groups, sums.Panels, sums.PanelLength);
        _meanRow = region.MeanRow;
        _scale = region.Sum > 0 ? 1 / region.Sum : 0;
        _moments = moments;
        _adds = adds;
        team.Run(this, (moments.Channels + Columns - 1) / Columns);
    }

    private static int Columns => 2 * TLanes.Count;

    public override void Run(int item, int worker)
    {
        LayerMoments moments = _moments!;
        int channels = moments.Channels, first = item * Columns, end = Math.Min(first + Columns, channels);
        Add(item, _meanRow, moments.Mean.AsSpan(first, end - first));
        for (int i = first; i < end; i++)
        {
            for (int panel = 0; panel <= item; panel++)
            {
                int start = panel * Columns;
                Add(panel, i, moments.Gram.AsSpan((i * channels) + start, Math.Min(Columns, channels - start)));
            }
        }

        for (int j = 0; j < end; j++)
        {
            for (int i = Math.Max(first, j + 1); i < end; i++)
                moments.Gram[(j * channels) + i] = moments.Gram[(i * channels) + j];
        }
    }

    private void Add(int panel, int row, Span<double> target)
    {
        if (!_adds)
            target.Clear();
        for (int group = 0; group < _groups; group++)
        {
            double* sums = _sums + (((group * (nint)_panels) + panel) * _panelLength);
            VectorMath.AddScaled(target, new Span<double>(sums + ((nint)row * Columns), target.Length), _scale);
        }
    }
}
