using System.Runtime.CompilerServices;
using Impasto.Engines.Simd.Lanes;
using Impasto.Engines.Simd.Moments;
using Impasto.Engines.Simd.Planes;
using Impasto.Threads;

namespace Impasto.Engines.Simd.Layers;

/// <summary>The first convolution: for each tap a row of the picture, shifted, times a row of weights.</summary>
internal sealed unsafe class InputForward<TLanes> : ParallelWork
    where TLanes : unmanaged, ILanes<TLanes>
{
    // Two rows, so that a pooling finds its four positions; as many columns as keep all in the first-level cache.
    private const int Rows = 2;
    private const int Columns = 48;
    private const int Taps = InputLayer<TLanes>.Taps;

    // Where each tap lies, in floats from the first.
    private readonly nint[] _taps = new nint[Taps];

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
        for (int tap = 0; tap < Taps; tap++)
            _taps[tap] = (nint)(source.At(tap / 9, tap % 9 / 3, tap % 3) - source.At(0, 0, 0));
        team.Run(this, (source.Height + Rows - 1) / Rows);
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(int item, int worker)
    {
        int lanes = TLanes.Count, panels = (_output.Blocks + 1) / 2, position = panels * 2 * lanes;
        NativeBuffer memory = _scratch[worker];
        memory.Require(Rows * Columns * position * sizeof(float));
        float* results = memory.Floats;
        int top = item * Rows, rows = Math.Min(Rows, _source.Height - top);
        for (int left = 0; left < _source.Width; left += Columns)
        {
            int columns = Math.Min(Columns, _source.Width - left);
            for (int y = 0; y < rows; y++)
                Multiply(_source.At(0, top + y - 1, left - 1), columns, panels, results + (y * Columns * position));

            for (int block = 0; block < _output.Blocks; block++)
            {
                var tile = new ResultTile(results + (block * lanes), Columns * position, position);
                LayerEpilogue<TLanes>.Finish(tile, top, left, rows, columns, block, _output);
            }
        }
    }

    private void Multiply(float* seen, int columns, int panels, float* results)
    {
        int panel = 2 * TLanes.Count, position = panels * panel;
        fixed (nint* taps = _taps)
        {
            for (int x = 0; x < columns; x += PanelKernel<TLanes>.Rows)
            {
                for (int j = 0; j < panels; j++)
                {
                    PanelKernel<TLanes>.SixPositions(
                        seen + x, taps, _weights + PanelKernel<TLanes>.PanelOffset(j, Taps), Taps,
                        results + (x * position) + (j * panel), position);
                }
            }
        }
    }
}
