using Impasto.Torch;

namespace Impasto.Samples.Packaged;

/// <summary>Package Impasto.Torch: opens a device, if the program brings a libtorch.</summary>
internal static class TorchSample
{
    public static void Run()
    {
        try
        {
            var device = TorchDevice.Parse("cpu");
            Console.WriteLine($"Impasto.Torch: {device.Name}, {device.Threads} threads");
        }
        catch (ImpastoException failure)
        {
            Console.WriteLine($"Impasto.Torch: skipped. {failure.Message}");
        }
    }
}
