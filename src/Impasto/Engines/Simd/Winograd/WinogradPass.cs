using System.Runtime.CompilerServices;
using Impasto.Engines.Simd.Lanes;
using Impasto.Engines.Simd.Moments;
using Impasto.Engines.Simd.Planes;
using Impasto.Threads;

namespace Impasto.Engines.Simd.Winograd;

/// <summary>A 3 x 3 convolution by Winograd's tiles: transform in, multiply, transform out, chunk by chunk.</summary>
/// <remarks>
/// A chunk of tiles goes through all three stages on one thread, so that transformed values are still in its
/// second-level cache. Where there are too few chunks for the threads, several share one: each transforms it in and
/// computes some of the output channels. No value depends on how the work is cut.
/// </remarks>
internal abstract unsafe class WinogradPass<TLanes, TTile> : ParallelWork
    where TLanes : unmanaged, ILanes<TLanes>
    where TTile : struct, IWinogradTile
{
    // One product's matrix is moved on by a line, so that a tile's products fall into different cache sets.
    private const int Shift = 16;

    private WinogradWeights<TLanes, TTile>? _weights;
    private NativeBuffer[] _scratch = [];
    private int _tilesAcross;
    private int _tiles;
    private int _chunk;
    private int _shares;
    private int _inputStride;

    /// <summary>Room for two tiles of one block in transit, in floats.</summary>
    protected static int TransitLength => 2 * TTile.Inputs * TTile.Inputs * TLanes.Count;

    /// <summary>Runs the convolution over a grid of tiles.</summary>
    protected void Run(
        WorkerTeam team, NativeBuffer[] scratch, WinogradWeights<TLanes, TTile> weights, int inputStride, int rows,
        int columns)
    {
        _weights = weights;
        _scratch = scratch;
        _inputStride = inputStride;
        _tilesAcross = (columns + TTile.Outputs - 1) / TTile.Outputs;
        _tiles = _tilesAcross * ((rows + TTile.Outputs - 1) / TTile.Outputs);
        _chunk = WinogradChunk.Tiles(inputStride, weights.OutputBlocks * TLanes.Count, _tiles,
            PanelKernel<TLanes>.GroupFor(weights.OutputBlocks));
        int chunks = (_tiles + _chunk - 1) / _chunk;
        _shares = Math.Clamp(team.Count / chunks, 1, (weights.OutputBlocks + 1) / 2);
        team.Run(this, chunks * _shares);
    }

    /// <summary>How many tiles ahead to fetch: a tile of few channels takes less time than memory does.</summary>
    protected static int Ahead(int stride) => Math.Max(1, 64 / stride);

    /// <summary>Fetches one block of a tile's inputs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static void Prefetch(float* corner, nint row, nint column, int rows, int columns)
    {
        for (int y = 0; y < rows; y++)
        {
            for (int x = 0; x < columns; x++)
                TLanes.Prefetch(corner + (y * row) + (x * column));
        }
    }

    /// <summary>
    /// Transforms the tile's inputs: for each block of channels, product p goes to products + p * step.
    /// </summary>
    protected abstract void TransformIn(int tileY, int tileX, float* products, nint step, float* transit);

    /// <summary>Transforms some blocks' products back and stores the values inside the picture.</summary>
    protected abstract void TransformOut(
        int tileY, int tileX, (int First, int End) blocks, float* products, nint step, float* transit);

    [SkipLocalsInit]
    public sealed override void Run(int item, int worker)
    {
        WinogradWeights<TLanes, TTile> weights = _weights!;
        int productCount = TTile.Inputs * TTile.Inputs;
        int outputStride = weights.OutputBlocks * TLanes.Count;
        nint step = ((nint)_chunk * Math.Max(_inputStride, outputStride)) + Shift;
        NativeBuffer memory = _scratch[worker];
        memory.Require((((productCount + 1) * step) + TransitLength) * sizeof(float));

        // The result of product p overwrites the input of product p - 1: half the cache, and writes to lines just read.
        float* outputs = memory.Floats, inputs = outputs + step, transit = inputs + (productCount * step);

        int first = item / _shares * _chunk, count = Math.Min(_chunk, _tiles - first);
        for (int t = 0; t < count; t++)
            TransformIn(
                (first + t) / _tilesAcross, (first + t) % _tilesAcross, inputs + (t * _inputStride), step, transit);

        // A share is whole panels of two blocks, but for the last.
        int panels = (weights.OutputBlocks + 1) / 2, share = item % _shares, panel = panels * share / _shares;
        (int First, int End) blocks = (2 * panel, Math.Min(2 * (panels * (share + 1) / _shares), weights.OutputBlocks));
        int group = PanelKernel<TLanes>.GroupFor(blocks.End - blocks.First);
        int rows = (count + group - 1) / group * group, column = blocks.First * TLanes.Count;
        nint offset = PanelKernel<TLanes>.PanelOffset(panel, weights.Inputs);
        for (int p = 0; p < productCount; p++)
        {
            PanelKernel<TLanes>.Multiply(
                inputs + (p * step), _inputStride, rows, weights.Matrix(p) + offset, weights.Inputs,
                blocks.End - blocks.First,
                outputs + (p * step) + column, outputStride);
        }

        for (int t = 0; t < count; t++)
            TransformOut((first + t) / _tilesAcross, (first + t) % _tilesAcross, blocks, outputs + (t * outputStride),
                step, transit);
    }
}
