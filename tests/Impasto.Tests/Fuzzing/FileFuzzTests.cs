using System.Security.Cryptography;
using System.Text;
using Impasto.Color;
using Impasto.Imaging;
using Impasto.Imaging.Metadata;
using Impasto.Networks;
using Impasto.Networks.Files;
using Impasto.Networks.Weights;
using Impasto.Records;
using Impasto.Tests.Networks.Files;
using Impasto.Tests.Networks.Weights;

namespace Impasto.Tests.Fuzzing;

/// <summary>Files from outside, changed and made at random, are read or refused in a sentence.</summary>
/// <remarks>How to run more of them: <see cref="Fuzzer"/>.</remarks>
public sealed class FileFuzzTests : IDisposable
{
    private static readonly PictureLimits Small = new() { MaxPixels = 300_000, MaxBytes = 1_000_000 };

    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Picture_whole_is_read()
    {
        foreach (byte[] file in PictureInputs.Whole)
            Assert.True(new PictureReader(Small).Decode(file, "a picture").Width > 0);
    }

    [Fact]
    public void Picture_is_read_or_refused()
    {
        new Fuzzer("pictures", 1500).Run(PictureInputs.Make, (file, random) =>
        {
            var reader = new PictureReader(Small)
            {
                VectorSide = random.Next(3) == 0 ? random.Next(1, 300) : null,
                NeededSide = random.Next(3) == 0 ? random.Next(1, 30) : null,
            };
            string name = random.Next(4) == 0 ? $"a picture#page={random.Next(1, 4)}" : "a picture";
            Picture picture = reader.Decode(file, name);
            Assert.All(picture.Pixels, value => Assert.True(float.IsFinite(value)));
            PictureFormat format = random.One([PictureFormat.Png, PictureFormat.Jpeg, PictureFormat.Tiff]);
            MetadataMode mode = random.One([MetadataMode.Keep, MetadataMode.Copyright]);
            PictureWriter.Encode(picture, format, new PictureWriteOptions { Metadata = mode });
        });
    }

    [Fact]
    public void Header_is_read_or_refused()
    {
        // As the command info reads it.
        var reader = new PictureReader(new PictureLimits { MaxPixels = long.MaxValue });
        new Fuzzer("headers", 1500).Run(PictureInputs.Make, (file, _) =>
        {
            PictureInfo info = reader.ReadInfo(new MemoryStream(file), "a picture");
            if (info.Parameters is { } text)
                RunRecord.Parse(text);
        });
    }

    [Fact]
    public void Mask_is_read_or_refused()
    {
        new Fuzzer("masks", 1000).Run(PictureInputs.Make, (file, random) =>
        {
            Picture picture = new PictureReader(Small).Decode(file, "a mask");
            Mask mask = random.Next(2) == 0
                ? Mask.OfBrightness(picture)
                : Mask.OfColor(picture, new PictureColor(1, 0, 0), new PictureColor(0, 0, 1));
            mask.Feather(random.Next(20)).Complement().Resize(random.Next(1, 50), random.Next(1, 50));
        });
    }

    [Fact]
    public void Recipe_in_a_picture_is_read_or_refused()
    {
        byte[] png = PngFile.Promising(1, 1);
        string json = Record.ToJson();
        var reader = new PictureReader();
        new Fuzzer("recipes", 2000).Run(
            random =>
            {
                byte[] packet = random.Next(4) == 0
                    ? Mutation.Text(random, Encoding.UTF8.GetString(RunMetadata.Pack(json)))
                    : RunMetadata.Pack(Encoding.UTF8.GetString(Mutation.Json(random, json)));
                return PngFile.With(png, ("iTXt", [.. "XML:com.adobe.xmp\0\0\0\0\0"u8, .. packet]));
            },
            (file, _) =>
            {
                if (reader.ReadInfo(new MemoryStream(file), "a picture").Parameters is { } text)
                    RequireUsable(RunRecord.Parse(text));
            });
    }

    [Fact]
    public void Checkpoint_is_read_or_refused()
    {
        string path = _folder.File("a.checkpoint"), changed = _folder.File("b.checkpoint");
        StylizeTask task = Run(path);
        byte[] whole = File.ReadAllBytes(path);
        using var stylizer = new Stylizer(TestNetworks.Shallow(), new TestDevice());
        new Fuzzer("checkpoints", 1000).Run(random => ChangedCheckpoint(random, whole), (file, random) =>
        {
            File.WriteAllBytes(changed, file);
            var checkpoint = StylizeCheckpoint.Open(changed);
            RequireUsable(checkpoint.Record);
            Assert.True(checkpoint.Step >= int.MinValue && checkpoint.Note is not null);
            checkpoint.Attachment("any");
            if (random.Next(4) == 0)
                stylizer.Run(task with { From = checkpoint });
        });
    }

    [Fact]
    public void Weights_are_read_or_refused()
    {
        byte[] safetensors = StateTensor.Safetensors();
        byte[][] files =
        [
            .. ((string[])["small-old.pth", "small-zip.pth", "small-protocol4.pth", "checkpoint.pth"])
                .Select(Fixture.Bytes),
            safetensors, TorchWriter.Zip(StateTensor.Vgg([2, 2], width: 4)),
        ];
        const string Index = """{"metadata":{"a":"b"},"weight_map":{"features.0.weight":"a.pth","b":"../c","d":"e"}}""";
        string path = _folder.File("weights.json");
        new Fuzzer("weights", 2000).Run(
            random => random.Next(5) switch
            {
                0 => ChangedHeader(random, safetensors),
                1 => Mutation.Json(random, Index),
                _ => Mutation.Bytes(random, random.One(files), random.One(files)),
            },
            (file, _) =>
            {
                var tensors = TensorFile.Open(path, () => new MemoryStream(file));
                foreach (string name in tensors.Tensors.Keys.Take(3))
                    tensors.Read(name);
                NetworkLoader.Load(tensors, path, "weights.json");
            });
    }

    [Fact]
    public void Style_is_read_and_painted_with_or_refused()
    {
        string path = _folder.File("whole.style"), changed = _folder.File("a.style");
        TestStyles.Write(path, seed: 1);
        byte[] whole = File.ReadAllBytes(path);
        TensorFile tensors = TensorFile.Open(path);
        NamedTensor[] named = [.. tensors.Tensors.Values.Select(
            entry => new NamedTensor(entry.Name, entry.Shape, tensors.Read(entry.Name)))];
        var task = new StylizeTask(
            TestPictures.Noise(16, 8, seed: 1), [], new StylizeOptions { Sizing = new SizingOptions { Size = null } });
        // The code is compiled before the first changed file: that is not its time.
        Use(path, holds: true);
        new Fuzzer("styles", 400).Run(
            random => random.Next(4) switch
            {
                0 => ChangedHeader(random, whole),
                1 => Mutation.Bytes(random, whole, whole),
                _ => ChangedTensors(random, changed, named, tensors.Metadata),
            },
            (file, random) =>
            {
                File.WriteAllBytes(changed, file);
                LearnedStyle.IsStyle(changed);
                Use(changed, holds: random.Next(2) == 0);
            });

        void Use(string file, bool holds)
        {
            var style = LearnedStyle.Load(file);
            using var glance = new Glance(style, new CpuDevice(1)) { HoldsMoments = holds };
            Assert.All(glance.Paint(task).Pixels, value => Assert.InRange(value, 0, 1));
            style.ExportOnnx(_folder.File("a.onnx"), overwrite: true);
        }
    }

    // Other values, shapes and names of whole tensors, which changed bytes seldom give.
    private static byte[] ChangedTensors(
        Random random, string path, NamedTensor[] named, IReadOnlyDictionary<string, string> texts)
    {
        NamedTensor[] tensors = [.. named];
        for (int changes = random.Next(1, 3); changes > 0; changes--)
        {
            int at = random.Next(tensors.Length);
            tensors[at] = Changed(random, tensors[at]);
        }

        // As another program writes a file: values as they are, and a tensor that is missing.
        TensorFile.Write(path, random.Next(6) == 0 ? tensors[1..] : tensors, texts);
        return File.ReadAllBytes(path);
    }

    private static NamedTensor Changed(Random random, NamedTensor tensor)
    {
        float[] values = [.. tensor.Values];
        float value = random.One([float.NaN, float.PositiveInfinity, float.MaxValue, -1e30f, 1e-38f, 0, -1, 1e9f]);
        switch (random.Next(5))
        {
            case 0:
                values[random.Next(values.Length)] = value;
                break;
            case 1:
                values.AsSpan().Fill(value);
                break;
            case 2:
                for (int i = 0; i < values.Length; i++)
                    values[i] *= value;
                break;
            case 3:
                return new NamedTensor(tensor.Name, [values.Length], values);
            default:
                return new NamedTensor(tensor.Name, [.. tensor.Shape.Reverse()], values);
        }

        return new NamedTensor(tensor.Name, tensor.Shape, values);
    }

    private static RunRecord Record => new()
    {
        Content = new RecordedPicture("photograph.jpg") { Sha256 = new string('a', 64) },
        Styles = [new RecordedStyle(new RecordedPicture("painting.jpg"), 1) { Area = new PictureArea(1, 2, 3, 4) }],
        Regions = [new RecordedRegion(new RecordedMask(new RecordedPicture("mask.png"), "ff0000"), [])
        {
            Strength = 30,
        }],
        Output = new RecordedOutput { Dpi = 300, Blends = [new RecordedBlend(BlendMode.Mix, 0.5)] },
    };

    // What a command does with a recipe before it opens the pictures.
    private static void RequireUsable(RunRecord record)
    {
        Assert.NotEmpty(record.Key);
        Assert.Equal(record, RunRecord.Parse(record.ToJson()));
        Assert.Empty(record.Options.Validate());
        record.ForSharing().OnPaper();
        Assert.True(record.Pictures.Count >= 0);
    }

    private static StylizeTask Run(string path)
    {
        var options = new StylizeOptions
        {
            Sizing = new() { Size = 12, MinSize = 0 },
            Steps = [4],
            Losses = new()
            {
                StyleLayers = LayerWeights.Parse("conv1_1"),
                Content = ContentMode.Photo,
                ContentLayers = LayerWeights.Parse("conv2_1"),
            },
        };
        var task = new StylizeTask(
            TestPictures.Ramp(12, 10), [new WeightedStyle(TestPictures.Noise(11, 9, 7))], options);
        using var source = new CancellationTokenSource();
        using var stylizer = new Stylizer(TestNetworks.Shallow(), new TestDevice());
        stylizer.Run(
            task with { Checkpoint = new CheckpointTarget(path) { Every = TimeSpan.Zero, Note = "{}" } },
            new Collect(step =>
            {
                if (step.Step == 2)
                    source.Cancel();
            }),
            source.Token);
        return task;
    }

    private sealed class Collect(Action<StylizeProgress> report) : IProgress<StylizeProgress>
    {
        public void Report(StylizeProgress value) => report(value);
    }

    // Its head is JSON behind a mark and a length; a sum stands at the end.
    private static byte[] ChangedCheckpoint(Random random, byte[] whole)
    {
        const int Mark = 21, Head = Mark + sizeof(long);
        byte[] body = whole[..^SHA256.HashSizeInBytes];
        if (random.Next(3) == 0)
        {
            body = Mutation.Bytes(random, body, body);
        }
        else
        {
            int length = (int)BitConverter.ToInt64(body, Mark);
            byte[] head = Mutation.Json(random, Encoding.UTF8.GetString(body, Head, length));
            body = [.. body.AsSpan(0, Mark), .. BitConverter.GetBytes((long)head.Length), .. head,
                .. body.AsSpan(Head + length)];
        }

        return [.. body, .. random.Next(20) == 0 ? new byte[SHA256.HashSizeInBytes] : SHA256.HashData(body)];
    }

    private static byte[] ChangedHeader(Random random, byte[] safetensors)
    {
        int length = (int)BitConverter.ToInt64(safetensors);
        byte[] header = Mutation.Json(random, Encoding.UTF8.GetString(safetensors, 8, length));
        return [.. BitConverter.GetBytes((long)header.Length), .. header, .. safetensors.AsSpan(8 + length)];
    }
}
