using Impasto.Networks;

namespace Impasto.Engines.Simd;

/// <summary>Which algorithm a convolution runs by.</summary>
internal static class LayerAlgorithm
{
    // From here on the weights of the larger tile cross the memory bus for longer than its multiplications save.
    private const int ManyChannels = 512;

    /// <summary>Whether a layer has so many channels that the smaller tile is the better one.</summary>
    public static bool IsWide(Convolution convolution) => Math.Max(convolution.Inputs, convolution.Outputs) >= ManyChannels;

    public static FrozenLayer<TLanes> Choose<TLanes>(Convolution convolution)
        where TLanes : unmanaged, ILanes<TLanes> =>
        IsWide(convolution)
            ? new WinogradLayer<TLanes, WinogradTile4>(convolution)
            : new WinogradLayer<TLanes, WinogradTile6>(convolution);
}
