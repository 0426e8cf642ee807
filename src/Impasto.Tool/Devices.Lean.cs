using Impasto.Cli.Shell;
using Impasto.Engines;

namespace Impasto.Cli.Requests;

/// <content>The lean edition has the CPU only.</content>
internal static partial class Devices
{
    private static CpuDevice Best(int threads) => new(threads);

    private static ComputeDevice OpenTorch(string name, int threads) =>
        throw new DeviceException(FullEdition.Missing($"--device {name}, with {threads} threads,"));
}
