using Impasto.Engines.Simd.Lanes;
using Impasto.Engines.Simd.Layers;
using Impasto.Engines.Simd.Winograd;
using Impasto.Networks;

namespace Impasto.Engines.Simd.Layout;

/// <summary>Which algorithm a convolution between features runs by.</summary>
internal static class LayerAlgorithm
{
    // From here on the weights of the larger tile cross the memory bus for longer than its multiplications save.
    private const int ManyChannels = 512;

    /// <summary>Whether a layer has so many channels that the smaller tile is the better one.</summary>
    public static bool IsWide(Convolution convolution) =>
        Math.Max(convolution.Inputs, convolution.Outputs) >= ManyChannels;

    public static InnerLayer<TLanes> Choose<TLanes>(Convolution convolution)
        where TLanes : unmanaged, ILanes<TLanes> =>
        IsWide(convolution)
            ? new WinogradLayer<TLanes, WinogradTile4>(convolution)
            : new WinogradLayer<TLanes, WinogradTile6>(convolution);
}
