#:project ../../src/Impasto/Impasto.csproj
#:property PublishAot=false

// The style transfer notebook, cell by cell. docs/notebook.md explains it, and shows what this prints and draws.

using System.Diagnostics;
using Impasto;
using Impasto.Engines;
using Impasto.Imaging;
using Impasto.Losses;
using Impasto.Moments;
using Impasto.Networks;
using Impasto.Networks.Weights;

string here = (string?)AppContext.GetData("EntryPointFileDirectoryPath") ?? "samples/Notebook";
string samples = Path.Combine(here, "..", "pictures");
var settings = new Dictionary<string, string>(StringComparer.Ordinal)
{
    ["--photo"] = Path.Combine(samples, "cat.jpg"),
    ["--painting"] = Path.Combine(samples, "swirls.jpg"),
    ["--mask"] = Path.Combine(samples, "cat-mask.png"), // of the photograph, for the last exercise
    ["--network"] = "compact", // or vgg19, if it is installed, or a weight file
    ["--size"] = "200", // the shorter side; the notebook's own is 400
    ["--steps"] = "2000", // of the notebook's loop
    ["--tries"] = "100", // steps of each picture after it
    ["-o"] = "notebook", // the folder for pictures
};
for (int i = 0; i < args.Length; i += 2)
{
    if (!settings.ContainsKey(args[i]) || i + 1 == args.Length)
        return Refuse($"Expected {string.Join(", ", settings.Keys)} with a value each, got '{args[i]}'.");
    settings[args[i]] = args[i + 1];
}

if (!int.TryParse(settings["--size"], out int size) || size is < 48 or > 4096)
    return Refuse($"--size: expected 48 to 4096 pixels, got '{settings["--size"]}'.");
if (!int.TryParse(settings["--steps"], out int steps) || steps is < 20 or > 1_000_000)
    return Refuse($"--steps: expected 20 to 1000000, got '{settings["--steps"]}'.");
if (!int.TryParse(settings["--tries"], out int tries) || tries is < 1 or > 1_000_000)
    return Refuse($"--tries: expected 1 to 1000000, got '{settings["--tries"]}'.");
try
{
    Run();
    return 0;
}
catch (ImpastoException failure)
{
    return Refuse(failure.Message);
}

void Run()
{
    Cell("1. The network and its layers");
    var store = new WeightStore(WeightStore.DefaultFolder(Environment.GetEnvironmentVariable));
    Network network = NetworkCatalog.Resolve(settings["--network"], store).Network;
    Console.WriteLine($"{network.Name}, {network.ParameterCount} parameters");
    foreach (LayerInfo layer in network.Layers)
    {
        int field = layer.Stride + (2 * layer.Radius);
        Console.WriteLine($"{layer.Name}  {layer.Channels,3} channels  every {layer.Stride,2} pixels  sees {field,3}");
    }

    Cell("2. The pictures");
    var reader = new PictureReader();
    Picture photo = reader.Read(settings["--photo"]), painting = reader.Read(settings["--painting"]);
    // As torchvision's Resize: the shorter side becomes the size, the other one is rounded down.
    int shorter = Math.Min(size, photo.Size.Longer), width = shorter * photo.Width / photo.Size.Shorter;
    int height = shorter * photo.Height / photo.Size.Shorter;
    photo = Resampler.ResizeAsPillow(photo.OnWhite(), width, height);
    painting = Resampler.ResizeAsPillow(painting.OnWhite(), width, height);
    Console.WriteLine($"photo     {photo.Size}  mean {photo.Pixels.Average():0.0000}");
    Console.WriteLine($"painting  {painting.Size}  mean {painting.Pixels.Average():0.0000}");
    Save("pictures.jpg", Row(photo, painting));

    Cell("3. Normalise, and back");
    InputNormalization pixels = network.Normalization;
    int plane = width * height;
    float[] Normalize(float[] rgb)
    {
        float[] input = new float[rgb.Length];
        for (int i = 0; i < input.Length; i++)
        {
            int c = i / plane, from = (pixels.Order[c] * plane) + (i % plane);
            input[i] = (float)(((rgb[from] * pixels.Scale) - pixels.Mean[c]) / pixels.Deviation[c]);
        }

        return input;
    }

    float[] Denormalize(float[] input)
    {
        float[] rgb = new float[input.Length];
        for (int i = 0; i < input.Length; i++)
        {
            int c = i / plane, to = (pixels.Order[c] * plane) + (i % plane);
            rgb[to] = (float)(((input[i] * pixels.Deviation[c]) + pixels.Mean[c]) / pixels.Scale);
        }

        return rgb;
    }

    float[] normal = Normalize(photo.Pixels);
    double lost = Denormalize(normal).Zip(photo.Pixels, (back, before) => Math.Abs(back - before)).Max();
    Console.WriteLine($"{pixels}: {normal.Min():0.000} to {normal.Max():0.000}");
    Console.WriteLine($"turned back, a pixel differs by less than a level of 8 bits: {lost < 1 / 255.0}");

    Cell("4. Features");
    LayerName[] layers =
        [.. "conv1_1 conv2_1 conv3_1 conv4_1 conv4_2 conv5_1".Split(' ').Select(name => new LayerName(name))];
    var edges = new EngineSettings { Padding = PaddingMode.Zero }; // as PyTorch's convolutions
    using IEngine engine = new CpuDevice().Open(network, edges);
    Features Look(Picture picture) => engine.Forward(
        new NetworkInput(Normalize(picture.Pixels), width, height), new FeatureRequest(layers, layers));

    Features ofPhoto = Look(photo), ofPainting = Look(painting);
    foreach (LayerName layer in layers)
    {
        LayerFeatures map = ofPhoto.Maps[layer];
        float most = map.Values.Max();
        Console.WriteLine($"{layer}  {map.Channels,3} x {map.Height,3} x {map.Width,3}  at most {most:0.000}");
    }

    Cell("5. The Gram matrix, by hand and by the library");
    static double[,] Gram(LayerFeatures f)
    {
        int channels = f.Channels;
        double[,] gram = new double[channels, channels];
        for (int i = 0; i < channels * channels; i++)
            gram[i / channels, i % channels] = Product(f, i / channels, i % channels);
        return gram;
    }

    foreach (LayerName layer in layers)
    {
        LayerMoments moments = ofPainting.Moments[layer][0];
        double byHand = Gram(ofPainting.Maps[layer])[0, 1], byLibrary = moments.Positions * moments.Gram[1];
        Console.WriteLine($"{layer}  G[0,1] by hand {byHand:0.00}  by the library {byLibrary:0.00}");
    }

    Cell("6. Content loss and style loss");
    // Half photograph, half painting: at the start of a run the content loss would be 0.
    Picture half = new(width, height, [.. photo.Pixels.Zip(painting.Pixels, (a, b) => (a + b) / 2)]);
    Features ofHalf = Look(half);
    var contentLayer = new LayerName("conv4_2");
    double contentLoss = ofHalf.Maps[contentLayer].Values
        .Zip(ofPhoto.Maps[contentLayer].Values, (f, p) => (double)(f - p) * (f - p)).Average();

    LayerWeights weights = LayerWeights.Parse("conv1_1=1,conv2_1=0.75,conv3_1=0.2,conv4_1=0.2,conv5_1=0.2");
    // The compact network's moments are compared in VGG-19's channels; VGG-19 itself has no maps.
    LayerMoments Compared(Features features, LayerName layer) =>
        network.Maps.TryGetValue(layer, out LinearMap? map)
            ? features.Moments[layer][0].Through(map)
            : features.Moments[layer][0];

    double styleLoss = 0;
    foreach ((LayerName layer, double weight) in weights)
    {
        LayerMoments g = Compared(ofHalf, layer), a = Compared(ofPainting, layer);
        double channels = g.NominalChannels;
        double squares = g.Gram.Zip(a.Gram, (one, other) => Square((g.Positions * one) - (a.Positions * other))).Sum();
        double part = weight * squares / (channels * channels) / (channels * g.Positions);
        Console.WriteLine($"{layer}  style loss {part:0.0000}");
        styleLoss += part;
    }

    Cell("7. Alpha and beta");
    const double Alpha = 1, Beta = 1e6;
    ILossTerm[] terms =
    [
        new ContentTerm(Alpha, LayerWeights.Parse("conv4_2=1"), LossConvention.Notebook),
        new StyleTerm(Beta, weights, StyleLoss.Gram, LossConvention.Notebook),
    ];
    using var objective = new PerceptualObjective(network, new CpuDevice(), terms, edges);
    objective.SetContent(photo);
    objective.SetStyles([new WeightedStyle(painting)]);
    float[] gradient = new float[3 * plane];
    LossValue library = objective.Evaluate(half.Pixels, gradient);
    Console.WriteLine($"by hand         content {contentLoss:0.0000}  style {styleLoss:0.0000}");
    Console.WriteLine(
        $"by the library  content {library.Parts[0].Value:0.0000}  style {library.Parts[1].Value:0.0000}");
    Console.WriteLine($"alpha content + beta style = {library.Total:0}");

    Cell("8. The loop");
    long begin = Stopwatch.GetTimestamp();
    List<Picture> alongTheWay = [photo];
    Picture? early = null;
    float[] x = Normalize(photo.Pixels), m = new float[x.Length], v = new float[x.Length];
    for (int step = 1; step <= steps; step++)
    {
        LossValue loss = objective.Evaluate(Denormalize(x), gradient);
        double rate = 0.003 / (1 - Math.Pow(0.9, step)), correction = 1 - Math.Pow(0.999, step);
        for (int i = 0; i < x.Length; i++)
        {
            int c = i / plane; // the chain rule, from colours to the network's input
            float g = (float)(gradient[(pixels.Order[c] * plane) + (i % plane)] * pixels.Deviation[c] / pixels.Scale);
            m[i] += 0.1f * (g - m[i]);
            v[i] = (0.999f * v[i]) + (0.001f * g * g);
            x[i] -= (float)(rate * m[i] / (Math.Sqrt(v[i] / correction) + 1e-8));
        }

        if (step == steps * 310 / 2000)
            early = new Picture(width, height, Denormalize(x));
        if (step % (steps / 5) != 0)
            continue;
        Console.WriteLine($"step {step}  loss {loss.Total:0}");
        alongTheWay.Add(new Picture(width, height, Denormalize(x)));
    }

    double seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
    Save("steps.jpg", Row([.. alongTheWay]));

    Cell("9. Side by side");
    Picture result = alongTheWay[^1];
    Save("result.jpg", Row(photo, painting, result));
    using var meter = new StyleMeter(network, new CpuDevice());
    void Measure(string name, Picture made, double time)
    {
        PictureDistances distances = meter.Measure(made, photo, painting);
        double fromStyle = distances.Style.Total, fromContent = distances.Content.Total;
        Console.WriteLine($"{name,-26}  style {fromStyle:0.0000}  content {fromContent:0.0000}  {time:0.0} s");
    }

    Measure("photograph", photo, 0);
    Measure("result", result, seconds);

    Cell("10. Each layer alone");
    using var stylizer = new Stylizer(network, new CpuDevice());
    WeightedStyle[] style = [new(painting)];
    StylizeResult Paint(StylizeOptions options) => stylizer.Run(photo, style, options);

    StylizeOptions texture = Presets.Texture.Options with
    {
        Sizing = new() { Size = photo.Size.Longer, MinSize = 0 },
        Steps = [tries],
    };
    List<Picture> textures = [];
    foreach (LayerName layer in weights.Used)
    {
        LayerWeights alone = LayerWeights.Parse($"{layer}=1");
        StylizeResult made = Paint(texture with { Losses = texture.Losses with { StyleLayers = alone } });
        Measure($"texture of {layer}", made.Picture, made.Seconds);
        textures.Add(made.Picture);
    }

    Save("textures.jpg", Row([.. textures]));

    Cell("11. Early layers, late layers");
    // The notebook's losses; L-BFGS comes further than Adam in few steps (see 14).
    StylizeOptions notebook = Presets.Notebook.Options with
    {
        Sizing = Presets.Notebook.Options.Sizing with { Size = shorter },
    };
    StylizeOptions quick = notebook with { Optimizer = OptimizerOptions.Lbfgs, Steps = [tries] };
    List<Picture> pair = [];
    foreach (string some in new[] { "conv1_1=1,conv2_1=0.75", "conv4_1=0.75,conv5_1=1" })
    {
        LayerWeights only = LayerWeights.Parse(some);
        StylizeResult made = Paint(quick with { Losses = quick.Losses with { StyleLayers = only } });
        Measure(some, made.Picture, made.Seconds);
        pair.Add(made.Picture);
    }

    Save("early-late.jpg", Row([.. pair]));

    Cell("12. Alpha over beta");
    List<Picture> strip = [];
    foreach (double beta in new[] { 1e-4, 1e-3, 1e-2, 1, 1e6 })
    {
        StylizeResult made = Paint(quick with { Losses = quick.Losses with { StyleWeight = beta } });
        Measure($"alpha / beta = {Alpha / beta:0e+0}", made.Picture, made.Seconds);
        strip.Add(made.Picture);
    }

    Save("alpha-beta.jpg", Row([.. strip]));

    Cell("13. 2000 steps, or 310");
    Measure($"{steps} steps", result, seconds);
    Measure($"{steps * 310 / 2000} steps", early!, seconds * 310 / 2000);
    Save("fewer-steps.jpg", Row(result, early!));

    Cell("14. What each change brings");
    ScaleSteps Share(params int[] counts) => [.. counts.Select(count => Math.Max(1, count * steps / 2000))];
    StylizeOptions coarse = notebook with
    {
        Steps = Share(150, 100, 60),
        Sizing = notebook.Sizing with { MinSize = photo.Size.Longer / 2, ScaleFactor = Math.Sqrt(2) },
    };
    LayerWeights equal = LayerWeights.Parse("conv1_1,conv2_1,conv3_1,conv4_1,conv5_1");
    StylizeOptions lbfgs = coarse with { Optimizer = new LbfgsOptions { CoarseGain = 0 } };
    StylizeOptions relative = lbfgs with
    {
        Losses = new()
        {
            StyleLayers = equal, StyleLoss = StyleLoss.Gram, StyleWeight = 20, TvWeight = 6,
            Content = ContentMode.Photo,
        },
    };
    StylizeOptions wasserstein = relative with
    {
        Losses = new() { StyleLayers = equal, StyleWeight = 5, TvWeight = 6, Content = ContentMode.Photo },
        Optimizer = OptimizerOptions.Lbfgs,
        Steps = Share(50, 34, 24),
    };
    StylizeOptions match = wasserstein with
    {
        Losses = new()
        {
            StyleLayers = equal, StyleWeight = 2.5, TvWeight = 6, MatchVariety = 0, MatchDetail = 0, SplitSteps = 0,
        },
    };
    StylizeOptions strokes = match with { Losses = new() { TvWeight = 3, MatchDetail = 0 }, Steps = Share(50, 34, 22) };
    StylizeOptions detail = match with { Losses = new(), Steps = Share(40, 24, 16) };
    List<Picture> changes = [result];
    Measure($"the notebook, {steps}", result, seconds);
    foreach ((string change, StylizeOptions options) in new[]
    {
        ("coarse to fine", coarse), ("L-BFGS", lbfgs), ("relative weights", relative),
        ("Wasserstein", wasserstein), ("match", match), ("strokes", strokes), ("detail", detail),
    })
    {
        StylizeResult made = Paint(options);
        Measure($"+ {change}, {made.Losses.Count}", made.Picture, made.Seconds);
        changes.Add(made.Picture);
    }

    Save("changes.jpg", Row([.. changes]));

    Cell("15. Exercises");
    Picture Descend(PerceptualObjective goal, Action<float[], float[], int> move)
    {
        goal.SetContent(photo);
        goal.SetStyles(style);
        float[] point = [.. photo.Pixels], slope = new float[point.Length];
        for (int step = 1; step <= tries; step++)
        {
            goal.Evaluate(point, slope);
            move(point, slope, step);
        }

        return new Picture(width, height, point);
    }

    ContentTerm keepForms = new(1, LayerWeights.Parse("conv4_2=1"), LossConvention.Relative);
    StyleTerm StyleOf(LayerWeights at) => new(20, at, StyleLoss.Gram, LossConvention.Relative);
    PerceptualObjective Goal(ILossTerm term) => new(network, new CpuDevice(), [keepForms, term], edges);

    // Answer 1 is the class MeansTerm, at the end of this file.
    using PerceptualObjective means = Goal(new MeansTerm(20, layers));
    Picture first = Descend(means, Adam(0.02));

    // Answer 2: a heavy ball. It rolls on, and the gradient only bends its way.
    float[] speed = new float[3 * plane];
    Action<float[], float[], int> heavyBall = (point, slope, step) =>
    {
        double length = Math.Sqrt(slope.Average(value => (double)value * value));
        for (int i = 0; i < point.Length; i++)
        {
            speed[i] = (0.8f * speed[i]) - (float)(0.004 * slope[i] / length);
            point[i] += speed[i];
        }
    };

    using PerceptualObjective usual = Goal(StyleOf(weights));
    Picture second = Descend(usual, heavyBall);

    // Answer 3: each layer counts twice as much as the one before it.
    Func<LayerName, int, double> ownWeight = (_, depth) => Math.Pow(2, depth);
    LayerWeights own = new(weights.Used.Select(
        (layer, depth) => KeyValuePair.Create(layer, ownWeight(layer, depth))));

    using PerceptualObjective deep = Goal(StyleOf(own));
    Picture third = Descend(deep, Adam(0.02));

    // Answer 4: no move where the mask is white.
    float[] kept = Mask.OfBrightness(reader.Read(settings["--mask"])).Resize(width, height).Values;
    Action<float[], float[], int> adam = Adam(0.02);
    Action<float[], float[], int> outside = (point, slope, step) =>
    {
        for (int i = 0; i < slope.Length; i++)
            slope[i] *= 1 - kept[i % plane];
        adam(point, slope, step);
    };

    Picture fourth = Descend(usual, outside);
    Measure("1. own style loss", first, 0);
    Measure("2. own optimiser", second, 0);
    Measure("3. own layer weights", third, 0);
    Measure("4. a mask", fourth, 0);
    Save("exercises.jpg", Row(first, second, third, fourth));
}

// Adam once more, over colours in 0 to 1.
static Action<float[], float[], int> Adam(double rate)
{
    float[] m = [], v = [];
    return (point, slope, step) =>
    {
        if (step == 1)
            (m, v) = (new float[point.Length], new float[point.Length]);
        for (int i = 0; i < point.Length; i++)
        {
            m[i] += 0.1f * (slope[i] - m[i]);
            v[i] = (0.999f * v[i]) + (0.001f * slope[i] * slope[i]);
            double size = Math.Sqrt(v[i] / (1 - Math.Pow(0.999, step))) + 1e-8;
            point[i] -= (float)(rate * m[i] / (1 - Math.Pow(0.9, step)) / size);
        }
    };
}

static double Square(double value) => value * value;

// The sum over all positions of one channel times another.
static double Product(LayerFeatures f, int one, int other)
{
    double sum = 0;
    int positions = f.Height * f.Width;
    for (int p = 0; p < positions; p++)
        sum += (double)f.Values[(one * positions) + p] * f.Values[(other * positions) + p];
    return sum;
}

static void Cell(string title) => Console.WriteLine($"{Environment.NewLine}{title}");

static int Refuse(string sentence)
{
    Console.Error.WriteLine(sentence);
    return 2;
}

void Save(string name, Picture picture) => PictureWriter.Write(
    picture,
    Path.Combine(Directory.CreateDirectory(settings["-o"]).FullName, name),
    new PictureWriteOptions { Overwrite = true, Quality = 85 });

// Pictures of one size beside each other, on white.
static Picture Row(params Picture[] pictures)
{
    const int Gap = 4;
    int height = pictures[0].Height, width = pictures.Sum(picture => picture.Width + Gap) - Gap, left = 0;
    float[] row = new float[3 * width * height];
    Array.Fill(row, 1f);
    foreach (Picture picture in pictures)
    {
        for (int line = 0; line < 3 * height; line++)
            picture.Pixels.AsSpan(line * picture.Width, picture.Width).CopyTo(row.AsSpan((line * width) + left));
        left += picture.Width + Gap;
    }

    return new Picture(width, height, row);
}

#pragma warning disable MA0047 // a program of one file needs no namespace

// Answer 1: channels must fire as strongly as in the painting, on average; which fire together does not count.
internal sealed class MeansTerm(double weight, LayerName[] layers) : IMomentTerm
{
    private readonly Dictionary<LayerName, double[]> _means = [];
    public string Name => "means";
    public double Weight => weight;
    public IReadOnlyList<LayerName> Layers => layers;
    public void Prepare(LossScene scene) => Array.ForEach(layers, at => _means[at] = scene.Style(0, at)!.Mean);
    public double Evaluate(MomentContext context)
    {
        double[] mean = context.Moments(0).Mean, wanted = _means[context.Layer], slope = context.Gradient(0).Mean;
        for (int i = 0; i < mean.Length; i++)
            slope[i] += context.Weight * 2 * (mean[i] - wanted[i]) / mean.Length;
        return mean.Zip(wanted, (one, other) => (one - other) * (one - other)).Average();
    }
}
