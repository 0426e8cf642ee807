using Impasto.Networks;

namespace Impasto.Engines.Simd;

/// <summary>
/// The networks that the engine runs: 3 x 3 convolutions, a ReLU after each, single poolings between them.
/// </summary>
internal static class SimdChain
{
    /// <summary>Refuses other networks.</summary>
    /// <exception cref="DeviceException">The message names the first node that does not fit.</exception>
    public static void Require(Network network)
    {
        for (int i = 0; i < network.Nodes.Count; i++)
        {
            string? problem = network.Nodes[i] switch
            {
                Convolution { Size: not 3 } other =>
                    $"{other.Layer} has a {other.Size} x {other.Size} kernel, expected 3 x 3",
                Convolution bare when Next(network, i) is not Relu => $"{bare.Layer} has no ReLU after it",
                Relu when i == 0 || network.Nodes[i - 1] is not Convolution =>
                    "a ReLU stands elsewhere than after a convolution",
                Pooling when i == 0 || network.Nodes[i - 1] is not Relu =>
                    "a pooling stands elsewhere than after a ReLU",
                _ => null,
            };
            if (problem is not null)
                throw new DeviceException($"The device cpu can't run the network '{network.Name}': {problem}.");
        }
    }

    private static NetworkNode? Next(Network network, int index) => network.Nodes.ElementAtOrDefault(index + 1);
}
