using System.Globalization;
using Impasto.Engines;
using Impasto.Networks;
using Impasto.Torch.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Impasto.Torch;

/// <summary>A processor that libtorch can use: the CPU, a CUDA GPU or an Apple GPU.</summary>
/// <example>
/// <code>
/// using var stylizer = new Stylizer(NetworkCatalog.Compact().Network, TorchDevice.Parse("auto"));
/// return stylizer.Run(task);
/// </code>
/// </example>
public sealed class TorchDevice : ComputeDevice
{
    private readonly ScalarType _precision;

    private TorchDevice(string name, Device device, int threads, ScalarType precision)
    {
        Name = name;
        TensorDevice = device;
        Threads = threads;
        _precision = precision;
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <summary>Threads that libtorch uses on the CPU.</summary>
    public int Threads { get; }

    /// <summary>The same device for TorchSharp's tensors: <c>tensor.to(device.TensorDevice)</c>.</summary>
    public Device TensorDevice { get; }

    /// <summary>The device of that name.</summary>
    /// <param name="name">auto (the first GPU that is there, else the CPU), cpu, cuda, cuda:N or mps.</param>
    /// <param name="threads">Threads on the CPU; 0 (the default) takes all processors.</param>
    /// <exception cref="ImpastoException">There is no such device here; the message says what to install.</exception>
    public static TorchDevice Parse(string name, int threads = 0) => Parse(name, threads, ScalarType.Float32);

    internal static TorchDevice Parse(string name, int threads, ScalarType precision)
    {
        ArgumentNullException.ThrowIfNull(name);
        TorchRuntime.EnsureLoaded(threads);
        Device device = name switch
        {
            "auto" => TorchRuntime.HasCuda ? Cuda(0) : mps_is_available() ? new Device(DeviceType.MPS) : CPU,
            "cpu" => CPU,
            "mps" => mps_is_available()
                ? new Device(DeviceType.MPS)
                : throw new DeviceException("There is no Apple GPU here: mps needs a Mac with Apple silicon.")
                {
                    Device = name,
                },
            _ => ParseCuda(name),
        };
        string resolved = device.type == DeviceType.CUDA ? $"cuda:{device.index}" : device.type == DeviceType.MPS
            ? "mps" : "cpu";
        return new TorchDevice(resolved, device, get_num_threads(), precision);
    }

    /// <inheritdoc/>
    public override IEngine Open(Network network, EngineSettings settings)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(settings);
        return new TorchEngine(
            network, new TensorNetwork(network, settings, TensorDevice, _precision), this, _precision);
    }

    private static Device ParseCuda(string name)
    {
        int index = 0;
        bool known = name == "cuda" || (name.StartsWith("cuda:", StringComparison.Ordinal)
            && int.TryParse(name.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out index));
        if (!known)
            throw new DeviceException($"Unknown device '{name}': expected auto, cpu, cuda, cuda:N or mps.");
        return Cuda(index);
    }

    private static Device Cuda(int index)
    {
        if (!TorchRuntime.HasCuda)
        {
            throw new DeviceException(
                $"cuda:{index} is not there: it needs an NVIDIA GPU with its driver and a program built with libtorch "
                + "for CUDA.")
            {
                Device = $"cuda:{index}",
            };
        }

        if (index >= cuda.device_count())
            throw new DeviceException(
                $"cuda:{index} is not there: this machine has cuda:0 to cuda:{cuda.device_count() - 1}.");
        return new Device(DeviceType.CUDA, index);
    }
}
