using System.Diagnostics;
using Impasto.Bench.Engines;
using Impasto.Networks;

Network network = BenchNetworks.Vgg19();
HashSet<LayerName> style = [.. "conv1_1 conv2_1 conv3_1 conv4_1 conv5_1".Split(' ').Select(LayerName.Parse)];
LayerName content = LayerName.Parse("conv4_2");
foreach ((int width, int height) in new[] { (592, 400), (192, 128) })
{
    float[] pixels = BenchNetworks.Noise(3 * width * height);
    foreach (bool last in new[] { false, true })
    {
        var loop = new TorchLoop(network, 2, last);
        List<double> times = [];
        for (int i = 0; i < 7; i++)
        {
            long start = Stopwatch.GetTimestamp();
            loop.Step(pixels, width, height, style, content);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        Console.WriteLine($"{height} x {width} channels-last {last}: {string.Join(" ", times.Select(t => t.ToString("F0")))}");
    }
}
