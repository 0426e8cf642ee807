using Impasto.Engines;
using Impasto.Moments;
using Impasto.Networks;

namespace Impasto.Tests;

/// <summary>The engine written as plainly as it can be, in float64, to check the others against.</summary>
internal sealed class ReferenceEngine(Network network, EngineSettings settings) : IEngine
{
    private readonly List<Layer> _tape = [];
    private IReadOnlyList<RegionGuides> _regions = [];

    public string Description => "Reference";

    public long BytesFor(int width, int height, FeatureRequest request) => 8L * width * height * _tape.Count;

    public Features Forward(NetworkInput input, FeatureRequest request, Features? into = null)
    {
        _regions = request.Regions;
        _tape.Clear();
        var current = new Planes(3, input.Height, input.Width, [.. input.Values.Select(value => (double)value)]);
        var found = new Dictionary<LayerName, Planes>();
        LayerName deepest = network.Deepest(request.Layers);
        for (int i = 0; i < network.Nodes.Count && !found.ContainsKey(deepest); i++)
        {
            bool rectified = network.Nodes[i] is Convolution && network.Nodes.ElementAtOrDefault(i + 1) is Relu;
            current = Apply(LayerOf(network.Nodes[i], rectified), current);
            if (network.Nodes[i] is Convolution convolution)
                found[convolution.Layer] = current;
            i += rectified ? 1 : 0;
        }

        return new Features(
            request.StyleLayers.ToDictionary(layer => layer, layer => Moments(found[layer], layer)),
            request.ContentLayers.ToDictionary(layer => layer, layer => Map(found[layer])));
    }

    public void Backward(FeatureGradients gradients, float[] inputGradient)
    {
        double[] gradient = new double[_tape[^1].Output!.Values.Length];
        for (int i = _tape.Count - 1; i >= 0; i--)
        {
            if (_tape[i] is ConvolutionLayer { Convolution.Layer: var name })
                AddLosses(gradients, name, _tape[i].Output!, gradient);
            gradient = _tape[i].Backward(gradient);
        }

        for (int i = 0; i < inputGradient.Length; i++)
            inputGradient[i] = (float)gradient[i];
    }

    public void Dispose()
    {
    }

    private Layer LayerOf(NetworkNode node, bool rectified) => node switch
    {
        Convolution convolution => new ConvolutionLayer(convolution, Padding(first: _tape.Count == 0), rectified),
        Pooling => new PoolLayer(settings.Pooling),
        _ => new ReluLayer(),
    };

    private PaddingMode Padding(bool first)
    {
        PaddingMode padding = settings.Padding ?? network.Padding;
        return padding != PaddingMode.ReplicateInput ? padding : first ? PaddingMode.Replicate : PaddingMode.Zero;
    }

    private Planes Apply(Layer layer, Planes input)
    {
        layer.Forward(input);
        _tape.Add(layer);
        return layer.Output!;
    }

    private void AddLosses(FeatureGradients gradients, LayerName name, Planes features, double[] gradient)
    {
        if (gradients.Maps.TryGetValue(name, out float[]? map))
        {
            for (int i = 0; i < gradient.Length; i++)
                gradient[i] += map[i];
        }

        if (!gradients.Moments.TryGetValue(name, out IReadOnlyList<MomentGradient?>? regions))
            return;
        for (int region = 0; region < regions.Count; region++)
        {
            double[] shares = Shares(_regions[region], name, features);
            if (regions[region] is { } moments && shares.Sum() > 0)
                AddMoments(moments, features, shares, gradient);
        }
    }

    private static void AddMoments(MomentGradient moments, Planes features, double[] shares, double[] gradient)
    {
        int channels = features.Channels, positions = shares.Length;
        for (int p = 0; p < positions; p++)
        {
            for (int i = 0; i < channels; i++)
            {
                double sum = moments.Mean[i];
                for (int j = 0; j < channels; j++)
                    sum += 2 * moments.Gram[(i * channels) + j] * features.Values[(j * positions) + p];
                gradient[(i * positions) + p] += sum * shares[p];
            }
        }
    }

    // m / sum m, or zeros.
    private static double[] Shares(RegionGuides region, LayerName layer, Planes features)
    {
        int positions = features.Height * features.Width;
        double[] weights = [.. Enumerable.Range(0, positions).Select(
            p => (double)(region.At(layer, features.Height, features.Width)?[p] ?? 1))];
        double sum = weights.Sum();
        return [.. weights.Select(weight => sum > 0 ? weight / sum : 0)];
    }

    private IReadOnlyList<LayerMoments> Moments(Planes features, LayerName layer) =>
        [.. _regions.Select(region => Moments(
        features,
        Shares(region, layer, features),
        region.At(layer, features.Height, features.Width)?.Sum(weight =>
            (double)weight) ?? features.Height * features.Width))];

    private static LayerMoments Moments(Planes features, double[] shares, double sum)
    {
        int channels = features.Channels, positions = shares.Length;
        double[] mean = new double[channels], gram = new double[channels * channels];
        for (int i = 0; i < channels; i++)
        {
            for (int p = 0; p < positions; p++)
                mean[i] += features.Values[(i * positions) + p] * shares[p];
            for (int j = 0; j < channels; j++)
            {
                for (int p = 0; p < positions; p++)
                    gram[(i * channels) + j] += features.Values[(i * positions) + p] * features.Values[(j * positions)
                        + p] * shares[p];
            }
        }

        return new LayerMoments(channels, sum, mean, gram);
    }

    private static LayerFeatures Map(Planes features) =>
        new(features.Channels, features.Height, features.Width, [.. features.Values.Select(value => (float)value)]);

    private sealed record Planes(int Channels, int Height, int Width, double[] Values);

    private abstract class Layer
    {
        public Planes? Output { get; protected set; }

        public abstract void Forward(Planes input);

        public abstract double[] Backward(double[] gradient);
    }

    private sealed class ConvolutionLayer(Convolution convolution, PaddingMode padding, bool rectified) : Layer
    {
        private Planes? _input;

        public Convolution Convolution => convolution;

        public override void Forward(Planes input)
        {
            _input = input;
            double[] output = new double[convolution.Outputs * input.Height * input.Width];
            Each((o, to, i, from, weight) => output[to] += weight * input.Values[from]);
            int plane = input.Height * input.Width;
            for (int i = 0; i < output.Length; i++)
                output[i] = Rectified(output[i] + convolution.Bias[i / plane]);
            Output = new Planes(convolution.Outputs, input.Height, input.Width, output);
        }

        public override double[] Backward(double[] gradient)
        {
            double[] result = new double[_input!.Values.Length];
            Each((o, to, i, from, weight) =>
                result[from] += !rectified || Output!.Values[to] > 0 ? weight * gradient[to] : 0);
            return result;
        }

        private double Rectified(double value) => rectified ? Math.Max(0, value) : value;

        private void Each(Action<int, int, int, int, double> visit)
        {
            int height = _input!.Height, width = _input.Width, size = convolution.Size, taps = size * size;
            for (int o = 0; o < convolution.Outputs; o++)
            for (int i = 0; i < convolution.Inputs; i++)
            for (int y = 0; y < height; y++)
            for (int x = 0; x < width; x++)
            for (int tap = 0; tap < taps; tap++)
            {
                int row = Inside(y + (tap / size) - (size / 2), height),
                    column = Inside(x + (tap % size) - (size / 2), width);
                if (row < 0 || column < 0)
                    continue;
                double weight = convolution.Kernel[(((o * convolution.Inputs) + i) * taps) + tap];
                visit(o, (((o * height) + y) * width) + x, i, (((i * height) + row) * width) + column, weight);
            }
        }

        private int Inside(int at, int length)
        {
            if (at >= 0 && at < length)
                return at;
            if (padding == PaddingMode.Zero)
                return -1;
            if (padding == PaddingMode.Wrap)
                return (at + (convolution.Size * length)) % length;
            return padding == PaddingMode.Reflect && length > convolution.Size / 2
                ? (at < 0 ? -at : (2 * length) - 2 - at)
                : Math.Clamp(at, 0, length - 1);
        }
    }

    private sealed class ReluLayer : Layer
    {
        private Planes? _input;

        public override void Forward(Planes input)
        {
            _input = input;
            Output = input with { Values = [.. input.Values.Select(value => Math.Max(0, value))] };
        }

        public override double[] Backward(double[] gradient) =>
            [.. gradient.Select((value, i) => _input!.Values[i] > 0 ? value : 0)];
    }

    private sealed class PoolLayer(PoolingMode mode) : Layer
    {
        private Planes? _input;

        public override void Forward(Planes input)
        {
            _input = input;
            int height = input.Height / 2, width = input.Width / 2;
            double[] output = new double[input.Channels * height * width];
            for (int i = 0; i < output.Length; i++)
                output[i] = Pool([.. Four(i, height, width).Select(at => input.Values[at])]);
            Output = new Planes(input.Channels, height, width, output);
        }

        public override double[] Backward(double[] gradient)
        {
            double[] result = new double[_input!.Values.Length];
            for (int i = 0; i < gradient.Length; i++)
            {
                int[] four = [.. Four(i, Output!.Height, Output.Width)];
                int largest = four.MaxBy(at => _input.Values[at]);
                foreach (int at in four)
                {
                    result[at] += gradient[i] * mode switch
                    {
                        PoolingMode.Max => at == largest ? 1 : 0,
                        PoolingMode.Average => 0.25,
                        _ => Output.Values[i] > 0 ? _input.Values[at] / (4 * Output.Values[i]) : 0,
                    };
                }
            }

            return result;
        }

        private double Pool(double[] four) => mode switch
        {
            PoolingMode.Max => four.Max(),
            PoolingMode.Average => four.Average(),
            _ => Math.Sqrt(four.Average(value => value * value)),
        };

        private IEnumerable<int> Four(int output, int height, int width)
        {
            int channel = output / (height * width), y = output / width % height, x = output % width;
            int corner = (((channel * _input!.Height) + (2 * y)) * _input.Width) + (2 * x);
            return [corner, corner + 1, corner + _input.Width, corner + _input.Width + 1];
        }
    }
}
