// A device plugin for devices that do not exist: the kubelet counts, assigns and reports them like real ones.
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"net"
	"os"
	"path/filepath"
	"strings"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	v1beta1 "k8s.io/kubelet/pkg/apis/deviceplugin/v1beta1"
)

type plugin struct {
	v1beta1.UnimplementedDevicePluginServer
	devices []*v1beta1.Device
}

func (*plugin) GetDevicePluginOptions(context.Context, *v1beta1.Empty) (*v1beta1.DevicePluginOptions, error) {
	return &v1beta1.DevicePluginOptions{}, nil
}

// ListAndWatch sends the devices once: they never change. The stream stays open, else the kubelet drops them.
func (p *plugin) ListAndWatch(_ *v1beta1.Empty, stream grpc.ServerStreamingServer[v1beta1.ListAndWatchResponse]) error {
	if err := stream.Send(&v1beta1.ListAndWatchResponse{Devices: p.devices}); err != nil {
		return err
	}
	<-stream.Context().Done()
	return nil
}

// Allocate names the devices to the container as NVIDIA's plugin does.
func (*plugin) Allocate(_ context.Context, request *v1beta1.AllocateRequest) (*v1beta1.AllocateResponse, error) {
	response := &v1beta1.AllocateResponse{}
	for _, container := range request.ContainerRequests {
		envs := map[string]string{"NVIDIA_VISIBLE_DEVICES": strings.Join(container.DevicesIds, ",")}
		response.ContainerResponses = append(response.ContainerResponses, &v1beta1.ContainerAllocateResponse{Envs: envs})
	}
	return response, nil
}

// serve registers with the kubelet and returns when the kubelet has gone: at its start it empties the folder of sockets.
func serve(folder, resource string, devices []*v1beta1.Device) error {
	endpoint := "fake-" + strings.ReplaceAll(resource, "/", "-") + ".sock"
	socket := filepath.Join(folder, endpoint)
	if err := os.Remove(socket); err != nil && !os.IsNotExist(err) {
		return err
	}
	listener, err := net.Listen("unix", socket)
	if err != nil {
		return err
	}
	server := grpc.NewServer()
	defer server.Stop()
	v1beta1.RegisterDevicePluginServer(server, &plugin{devices: devices})
	go func() { _ = server.Serve(listener) }()
	ours, err := os.Stat(socket)
	if err != nil {
		return err
	}
	connection, err := grpc.NewClient("unix:"+filepath.Join(folder, "kubelet.sock"), grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		return err
	}
	defer connection.Close()
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	request := &v1beta1.RegisterRequest{Version: v1beta1.Version, Endpoint: endpoint, ResourceName: resource}
	if _, err := v1beta1.NewRegistrationClient(connection).Register(ctx, request); err != nil {
		return err
	}
	log.Printf("registered %d of %s", len(devices), resource)
	for {
		time.Sleep(200 * time.Millisecond)
		if now, err := os.Stat(socket); err != nil || !os.SameFile(ours, now) {
			return fmt.Errorf("%s was removed: the kubelet has started again", socket)
		}
	}
}

func main() {
	resource := flag.String("resource", "nvidia.com/gpu", "name of the extended `resource`")
	count := flag.Int("count", 1, "number of devices")
	prefix := flag.String("prefix", "GPU-fake-", "`text` before the number of a device in its id")
	folder := flag.String("folder", v1beta1.DevicePluginPath, "`folder` of the kubelet's device plugin sockets")
	flag.Parse()
	devices := make([]*v1beta1.Device, *count)
	for i := range devices {
		devices[i] = &v1beta1.Device{ID: fmt.Sprint(*prefix, i), Health: v1beta1.Healthy}
	}
	for last := ""; ; {
		// Until the kubelet listens, each attempt ends in the same way: that is reported once.
		if why := serve(*folder, *resource, devices).Error(); why != last {
			log.Print(why)
			last = why
		}
		time.Sleep(200 * time.Millisecond)
	}
}
