using System.Runtime.CompilerServices;
using Impasto.Engines.Simd.Lanes;

namespace Impasto.Engines.Simd.Winograd;

/// <summary>
/// Winograd's transforms of whole tiles: columns, then rows, through a scratch tile in the first-level cache.
/// </summary>
internal static unsafe class TileTransform<TLanes, TTile>
    where TLanes : unmanaged, ILanes<TLanes>
    where TTile : struct, IWinogradTile
{
    /// <summary>B^T d B of one block of channels.</summary>
    /// <param name="source">The tile's first position.</param>
    /// <param name="row">Floats from one row of the source to the next.</param>
    /// <param name="column">Floats from one position of a row to the next.</param>
    /// <param name="target">The first product's place.</param>
    /// <param name="step">Floats from one product to the next.</param>
    /// <param name="scratch">Room for Inputs x Inputs registers.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Input(float* source, nint row, nint column, float* target, nint step, float* scratch)
    {
        int size = TTile.Inputs, lanes = TLanes.Count;
        for (int x = 0; x < size; x++)
            TTile.Input<TLanes>(source + (x * column), row, scratch + (x * lanes), size * lanes);
        for (int y = 0; y < size; y++)
            TTile.Input<TLanes>(scratch + (y * size * lanes), lanes, target + (y * size * step), step);
    }

    /// <summary>A^T x A of one block of channels; the outputs come to lie side by side in the target.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Output(float* source, nint step, float* target, float* scratch)
    {
        int size = TTile.Inputs, outputs = TTile.Outputs, lanes = TLanes.Count;
        for (int x = 0; x < size; x++)
            TTile.Output<TLanes>(source + (x * step), size * step, scratch + (x * lanes), size * lanes);
        for (int y = 0; y < outputs; y++)
            TTile.Output<TLanes>(scratch + (y * size * lanes), lanes, target + (y * outputs * lanes), lanes);
    }

    /// <summary>G g G^T of one block of output channels.</summary>
    /// <param name="kernel">3 x 3 registers.</param>
    /// <param name="target">The first product's place.</param>
    /// <param name="step">Floats from one product to the next.</param>
    /// <param name="scratch">Room for Inputs x 3 registers.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Kernel(float* kernel, float* target, nint step, float* scratch)
    {
        int size = TTile.Inputs, lanes = TLanes.Count;
        for (int x = 0; x < 3; x++)
            TTile.Kernel<TLanes>(kernel + (x * lanes), 3 * lanes, scratch + (x * lanes), 3 * lanes);
        for (int y = 0; y < size; y++)
            TTile.Kernel<TLanes>(scratch + (y * 3 * lanes), lanes, target + (y * size * step), step);
    }
}
