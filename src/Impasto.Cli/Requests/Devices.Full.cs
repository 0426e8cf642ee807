using Impasto.Engines;
using Impasto.Torch;

namespace Impasto.Cli.Requests;

/// <content>The full edition has libtorch's devices as well.</content>
internal static partial class Devices
{
    private static ComputeDevice Best(int threads) => TorchRuntime.KnowsGpus
        && TorchDevice.Parse("auto", threads) is { Name: not "cpu" } gpu ? gpu : new CpuDevice(threads);

    private static TorchDevice OpenTorch(string name, int threads) => TorchDevice.Parse(name, threads);
}
