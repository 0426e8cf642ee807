using Impasto.Engines;
using Impasto.Networks;
using Impasto.Tests;
using TorchSharp;

namespace Impasto.Torch.Tests;

// libtorch counts tensors and threads for the whole process: one class at a time.
[Collection("libtorch")]
public sealed class TorchEngineTests : EngineTests
{
    private static readonly FeatureRequest Request = new(
        [LayerName.Parse("conv1_1"), LayerName.Parse("conv2_1")], [LayerName.Parse("conv3_1")], KeepForBackward: true);

    protected override IEngine Open(Network network, EngineSettings settings) =>
        TorchDevice.Parse("cpu", 1).Open(network, settings);

    [Fact]
    public void Backward_agrees_with_differences_in_float64()
    {
        using IEngine engine = TorchDevice.Parse("cpu", 1, torch.ScalarType.Float64)
            .Open(TestNetworks.Vgg(), new EngineSettings { Pooling = PoolingMode.Average });
        NetworkInput input = TestNetworks.Noise(12, 9);
        FeatureGradients gradients = RandomGradients.For(engine.Forward(input, Request));
        float[] gradient = new float[input.Values.Length];
        engine.Backward(gradients, gradient);

        // A random direction, in steps that float32 holds exactly.
        const float Step = 1 / 4096f;
        var random = new Random(3);
        float[] direction = [.. gradient.Select(_ => random.Next(2) == 0 ? Step : -Step)];
        float[] start = [.. input.Values.Select(value => MathF.Round(value * 4096) / 4096)];
        engine.Forward(input with { Values = start }, Request);
        engine.Backward(gradients, gradient);
        double ahead =
            RandomGradients.Loss(engine.Forward(input with { Values = Move(start, direction, 1) }, Request), gradients);
        double behind = RandomGradients.Loss(
            engine.Forward(input with { Values = Move(start, direction, -1) }, Request), gradients);

        double slope = gradient.Zip(direction, (g, d) => (double)g * d).Sum();
        Assert.Equal(slope, (ahead - behind) / 2, Math.Abs(slope) * 2e-3);
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public void Forward_and_Backward_of_another_chain_than_VGG_give_the_reference(
        PoolingMode pooling, PaddingMode padding)
    {
        var settings = new EngineSettings { Pooling = pooling, Padding = padding };
        Network network = TestNetworks.Mixed();
        using IEngine engine = TorchDevice.Parse("cpu", 1).Open(network, settings);
        var reference = new ReferenceEngine(network, settings);
        var request = new FeatureRequest(
            [new LayerName("plain"), new LayerName("last")], [new LayerName("wide")], KeepForBackward: true);
        NetworkInput input = TestNetworks.Noise(18, 13);
        float[] found = new float[input.Values.Length], expected = new float[input.Values.Length];

        Features features = engine.Forward(input, request), wanted = reference.Forward(input, request);
        FeatureGradients gradients = RandomGradients.For(features);
        engine.Backward(gradients, found);
        reference.Backward(gradients, expected);

        foreach (LayerName layer in request.StyleLayers)
            Agreement.Close(wanted.Moments[layer][0].Gram, features.Moments[layer][0].Gram, Tolerance);
        Agreement.Close(
            wanted.Maps[request.ContentLayers[0]].Values, features.Maps[request.ContentLayers[0]].Values, Tolerance);
        Agreement.Close(expected, found, Tolerance);
    }

    [Fact]
    public void A_thousand_steps_leave_no_tensor_behind()
    {
        long before = torch.Tensor.TotalCount;
        using (IEngine engine = TorchDevice.Parse("cpu", 1).Open(TestNetworks.Shallow(), new EngineSettings()))
        {
            var request =
                new FeatureRequest([LayerName.Parse("conv1_1")], [LayerName.Parse("conv2_1")], KeepForBackward: true);
            NetworkInput input = TestNetworks.Noise(8, 8);
            float[] gradient = new float[input.Values.Length];
            long afterOne = 0;
            for (int step = 0; step < 1000; step++)
            {
                engine.Backward(RandomGradients.For(engine.Forward(input, request)), gradient);
                if (step == 0)
                    afterOne = torch.Tensor.TotalCount;
                Assert.Equal(afterOne, torch.Tensor.TotalCount);
            }
        }

        Assert.Equal(before, torch.Tensor.TotalCount);
    }

    private static float[] Move(float[] start, float[] direction, float factor) =>
        [.. start.Zip(direction, (s, d) => s + (factor * d))];
}
