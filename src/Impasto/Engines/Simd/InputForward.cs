using System.Runtime.CompilerServices;

namespace Impasto.Engines.Simd;

/// <summary>The first convolution: for each tap a row of the picture, shifted, times a row of weights.</summary>
internal sealed unsafe class InputForward<TLanes> : ParallelWork
    where TLanes : unmanaged, ILanes<TLanes>
{
    // Two rows, so that a pooling finds its four positions; as many columns as keep all in the first-level cache.
    private const int Rows = 2;
    private const int Columns = 48;
    private const int Taps = InputLayer<TLanes>.Taps;

    private NativeBuffer[] _scratch = [];
    private float* _weights;
    private PaddedPlanes _source;
    private LayerOutput _output;

    /// <summary>Runs the layer.</summary>
    public void Run(WorkerTeam team, NativeBuffer[] scratch, float* weights, PaddedPlanes source, in LayerOutput output)
    {
        _scratch = scratch;
        _weights = weights;
        _source = source;
        _output = output;
        team.Run(this, (source.Height + Rows - 1) / Rows);
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(int item, int worker)
    {
        int lanes = TLanes.Count, panels = (_output.Blocks + 1) / 2, position = panels * 2 * lanes;
        NativeBuffer memory = _scratch[worker];
        memory.Require(((Taps * Columns) + (Rows * Columns * position)) * sizeof(float));
        float* taps = memory.Floats, results = taps + (Taps * Columns);
        int top = item * Rows, rows = Math.Min(Rows, _source.Height - top);
        for (int left = 0; left < _source.Width; left += Columns)
        {
            int columns = Math.Min(Columns, _source.Width - left);
            new Span<float>(results, Rows * Columns * position).Clear();
            for (int y = 0; y < rows; y++)
            {
                Gather(top + y, left, columns, taps);
                Multiply(taps, columns, panels, results + (y * Columns * position), position);
            }

            for (int block = 0; block < _output.Blocks; block++)
            {
                var tile = new ResultTile(results + (block * lanes), Columns * position, position);
                LayerEpilogue<TLanes>.Finish(tile, top, left, rows, columns, block, _output);
            }
        }
    }

    // What each tap sees of a row of positions.
    private void Gather(int y, int left, int columns, float* taps)
    {
        for (int tap = 0; tap < Taps; tap++, taps += Columns)
        {
            float* seen = _source.At(tap / 9, y + (tap % 9 / 3) - 1, left + (tap % 3) - 1);
            new ReadOnlySpan<float>(seen, columns).CopyTo(new Span<float>(taps, Columns));
        }
    }

    private void Multiply(float* taps, int columns, int panels, float* results, int position)
    {
        int panel = 2 * TLanes.Count;
        for (int j = 0; j < panels; j++)
        {
            for (int x = 0; x < columns; x += PanelKernel<TLanes>.Rows)
            {
                PanelKernel<TLanes>.SixColumns(
                    taps + x, Columns, _weights + PanelKernel<TLanes>.PanelOffset(j, Taps), panel, Taps,
                    results + (x * position) + (j * panel), position);
            }
        }
    }
}
