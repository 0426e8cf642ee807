namespace Impasto.Torch.Tests;

// libtorch counts tensors and threads for the whole process: one class at a time.
[Collection("libtorch")]
public sealed class TorchDeviceTests
{
    [Fact]
    public void Parse_cpu_takes_the_threads_it_is_given()
    {
        Assert.Equal(1, TorchDevice.Parse("cpu", 1).Threads);
        Assert.Equal("cpu", TorchDevice.Parse("cpu").Name);
    }

    [Theory]
    [InlineData("gpu")]
    [InlineData("cuda:x")]
    [InlineData("cuda:-1")]
    [InlineData("")]
    public void Parse_unknown_device_lists_the_devices(string name)
    {
        var failure = Assert.ThrowsAny<ImpastoException>(() => TorchDevice.Parse(name));

        Assert.Contains("expected auto, cpu, cuda, cuda:N or mps", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_gpu_that_is_not_there_says_what_it_needs()
    {
        Assert.SkipWhen(TorchSharp.torch.cuda.is_available(), "There is a GPU here.");

        var failure = Assert.ThrowsAny<ImpastoException>(() => TorchDevice.Parse("cuda:0"));

        Assert.Contains("NVIDIA GPU", failure.Message, StringComparison.Ordinal);
    }
}
