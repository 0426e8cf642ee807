using System.Runtime.InteropServices;
using Impasto.Engines;
using Impasto.Moments;
using Impasto.Networks;
using Impasto.Torch.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Impasto.Torch;

/// <summary>Runs a frozen network with libtorch and lets its autograd carry the losses' derivatives back.</summary>
/// <remarks>Only tensors held in fields outlive a call, and <see cref="Dispose"/> frees those.</remarks>
internal sealed class TorchEngine : IEngine
{
    private readonly Network _network;
    private readonly TorchDevice _device;
    private readonly ScalarType _precision;
    private readonly TensorNetwork _layers;
    private Tensor? _input;
    private Dictionary<LayerName, Tensor> _kept = [];
    private IReadOnlyList<RegionGuides> _regions = [];
    private bool _disposed;

    /// <summary>Takes over the layers.</summary>
    public TorchEngine(Network network, TensorNetwork layers, TorchDevice device, ScalarType precision)
    {
        _network = network;
        _device = device;
        _precision = precision;
        _layers = layers;
    }

    public string Description => _device.Name == "cpu"
        ? $"Torch on cpu, {_device.Threads} thread{(_device.Threads == 1 ? "" : "s")}"
        : $"Torch on {_device.Name}";

    // libtorch's memory can't be counted, only measured: bytes for each byte of all layers' features, in place and with
    // channels last, with what oneDNN reorders and the allocator keeps.
    private const double BytesPerFeatureByte = 7;
    private const long LibraryBytes = 400L << 20;

    public long BytesFor(int width, int height, FeatureRequest request)
    {
        if (_device.Name != "cpu")
            return LibraryBytes;
        int deepest = _network.Layer(_network.Deepest(request.Layers)).Depth;
        double values = _network.Layers.Take(deepest + 1)
            .Sum(layer => (double)layer.Channels / ((double)layer.Stride * layer.Stride));
        return LibraryBytes + (3 * sizeof(float) * _network.ParameterCount)
            + (long)(BytesPerFeatureByte * sizeof(float) * values * width * height);
    }

    public Features Forward(NetworkInput input, FeatureRequest request, Features? into = null)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ArgumentNullException.ThrowIfNull(request);
        request.Check(_network, input);
        LetGo();
        // What 'into' offers is not used: results come from libtorch's memory.
        try
        {
            return Run(input, request);
        }
        catch (ExternalException failure)
        {
            LetGo();
            throw Explain(failure, input);
        }
    }

    private Features Run(NetworkInput input, FeatureRequest request)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable? frozen = request.KeepForBackward ? null : no_grad();
        Tensor pixels = tensor(input.Values, [1, 3, input.Height, input.Width], dtype: ScalarType.Float32)
            .to(_precision).to(_device.TensorDevice);
        if (_device.Name == "cpu")
            pixels = ChannelsLast.Of(pixels);
        if (request.KeepForBackward)
            pixels.requires_grad_();
        HashSet<LayerName> wanted = [.. request.Layers];
        Dictionary<LayerName, Tensor> features = _layers.Chain.Features(pixels, wanted);
        if (request.KeepForBackward)
            Keep(pixels, features, request.Regions);
        return new Features(
            (request.MeasuresMoments ? request.StyleLayers : []).ToDictionary(layer => layer, layer =>
                Moments(features[layer], layer, request.Regions)),
            request.ContentLayers.ToDictionary(layer => layer, layer => Map(features[layer])));
    }

    public void Backward(FeatureGradients gradients, float[] inputGradient)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ArgumentNullException.ThrowIfNull(gradients);
        ArgumentNullException.ThrowIfNull(inputGradient);
        if (_input is null)
            throw new InvalidOperationException("Backward needs a forward pass that was kept for it.");
        try
        {
            using DisposeScope scope = NewDisposeScope();
            List<Tensor> outputs = [], derivatives = [];
            foreach ((LayerName layer, Tensor features) in _kept)
            {
                Tensor? derivative = Derivative(layer, features, gradients);
                if (derivative is null)
                    continue;
                outputs.Add(features);
                derivatives.Add(derivative);
            }

            if (outputs.Count == 0)
                inputGradient.AsSpan().Clear();
            else
                Read(autograd.grad(outputs, [_input], derivatives)[0], inputGradient);
        }
        catch (ExternalException failure)
        {
            throw Explain(failure, new NetworkInput([], (int)_input.shape[3], (int)_input.shape[2]));
        }
        finally
        {
            LetGo();
        }
    }

    // dF_p = sum_r m_rp (2 dL/dG_r F_p + dL/dmu_r) / M_r from the moments, plus a content loss's derivative dL/dF.
    private Tensor? Derivative(LayerName layer, Tensor features, FeatureGradients gradients)
    {
        using IDisposable frozen = no_grad();
        Tensor? sum = null;
        if (gradients.Moments.TryGetValue(layer, out IReadOnlyList<MomentGradient?>? moments))
        {
            ArgumentOutOfRangeException.ThrowIfNotEqual(moments.Count, _regions.Count);
            for (int region = 0; region < moments.Count; region++)
                sum = Sum(sum, Derivative(features, moments[region], Weights(_regions[region], layer, features)));
        }

        if (gradients.Maps.TryGetValue(layer, out float[]? map))
            sum = Sum(sum, ToDevice(tensor(map, features.shape, dtype: ScalarType.Float32)));
        return sum;
    }

    private Tensor? Derivative(Tensor features, MomentGradient? moments, float[]? weights)
    {
        long channels = features.shape[1], height = features.shape[2], width = features.shape[3];
        double positions = weights?.Sum(weight => (double)weight) ?? height * width;
        if (moments is null || positions <= 0)
            return null;
        Tensor gram = ToDevice(tensor(moments.Gram, [channels, channels])),
        mean = ToDevice(tensor(moments.Mean, [1, channels]));
        Tensor flat =
            addmm(mean.Over(positions), ChannelsLast.Positions(features.detach()), gram, 1, (float)(2 / positions));
        if (weights is not null)
            flat = flat.mul_(ToDevice(tensor(weights, [weights.Length, 1])));
        return flat.view(1, height, width, channels).permute(0, 3, 1, 2);
    }

    private static Tensor? Sum(Tensor? left, Tensor? right) =>
        left is null ? right : right is null ? left : left.Add(right);

    private Tensor ToDevice(Tensor tensor) => tensor.to(_precision).to(_device.TensorDevice);

    private IReadOnlyList<LayerMoments> Moments(Tensor features, LayerName layer, IReadOnlyList<RegionGuides> regions)
    {
        using IDisposable frozen = no_grad();
        Tensor flat = ChannelsLast.Positions(features.detach());
        return [.. regions.Select(region => Moments(flat, Weights(region, layer, features)))];
    }

    private LayerMoments Moments(Tensor flat, float[]? weights)
    {
        double sum = weights is null ? flat.shape[0] : weights.Sum(weight => (double)weight);
        Tensor weighted = weights is null ? flat : flat * ToDevice(tensor(weights, [weights.Length, 1]));
        double[] mean = Read(weighted.sum([0])), gram = Read(weighted.t().mm(flat));
        foreach (double[] values in (double[][])[mean, gram])
        {
            for (int i = 0; i < values.Length; i++)
                values[i] = sum > 0 ? values[i] / sum : 0;
        }

        return new LayerMoments((int)flat.shape[1], sum, mean, gram);
    }

    private static float[]? Weights(RegionGuides region, LayerName layer, Tensor features) =>
        region.At(layer, (int)features.shape[2], (int)features.shape[3]);

    private static LayerFeatures Map(Tensor features)
    {
        using IDisposable frozen = no_grad();
        var values = new float[features.numel()];
        Read(features.detach(), values);
        return new LayerFeatures((int)features.shape[1], (int)features.shape[2], (int)features.shape[3], values);
    }

    // As bytes: the accessors of TorchSharp take a call for every value.
    private static void Read(Tensor source, float[] target) =>
        MemoryMarshal.Cast<byte, float>(source.to(ScalarType.Float32).cpu().contiguous().bytes).CopyTo(target);

    private static double[] Read(Tensor source) =>
        MemoryMarshal.Cast<byte, double>(source.to(ScalarType.Float64).cpu().contiguous().bytes).ToArray();

    private void Keep(Tensor pixels, Dictionary<LayerName, Tensor> features, IReadOnlyList<RegionGuides> regions)
    {
        _regions = regions;
        _input = pixels.MoveToOuterDisposeScope();
        foreach (Tensor tensor in features.Values)
            tensor.MoveToOuterDisposeScope();
        _kept = features;
    }

    private void LetGo()
    {
        _input?.Dispose();
        _input = null;
        foreach (Tensor tensor in _kept.Values)
            tensor.Dispose();
        _kept = [];
    }

    private ImpastoException Explain(ExternalException failure, NetworkInput input)
    {
        bool memory = failure.Message.Contains("memory", StringComparison.OrdinalIgnoreCase)
            || failure.Message.Contains("alloc", StringComparison.OrdinalIgnoreCase);
        return memory
            ? new MemoryException($"Out of memory on {_device.Name} at {input.Width} x {input.Height}.", failure)
            : new DeviceException(
                $"Torch failed on {_device.Name}: {failure.Message.Split('\n')[0].TrimEnd('.')}.", failure);
    }

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        LetGo();
        _layers.Dispose();
    }
}
