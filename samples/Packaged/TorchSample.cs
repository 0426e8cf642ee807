using Impasto.Networks.Weights;
using Impasto.Torch;

namespace Impasto.Samples.Packaged;

/// <summary>Package Impasto.Torch: opens a device, if the program brings a libtorch.</summary>
internal static class TorchSample
{
    public static void Run()
    {
        if (!TorchRuntime.IsPresent)
        {
            Console.WriteLine("Impasto.Torch: skipped, there is no libtorch beside the program.");
            return;
        }

        var device = TorchDevice.Parse("cpu");
        Console.WriteLine($"Impasto.Torch: {device.Name}, {device.Threads} threads");
    }

    /// <summary>Repaints on the first GPU; the sample only compiles it.</summary>
    internal static StylizeResult Repaint(StylizeTask task)
    {
        using var stylizer = new Stylizer(NetworkCatalog.Compact().Network, TorchDevice.Parse("auto"));
        return stylizer.Run(task);
    }
}
