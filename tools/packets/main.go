// Listens on ports, and tries connections from network namespaces:
//
//	packets listen TCP:8080 UDP:10.0.0.1:53 …
//	packets probe MILLISECONDS < groups.json
//
// The groups are `[{ "process": 12, "probes": [{ "protocol": "TCP", "address": "10.0.0.1", "port": 8080 }] }]`: what is
// tried from the network of each process. The answer is a list of lists of `connected`, `refused`, `silent`, or the text
// of another error.
package main

import (
	"encoding/json"
	"fmt"
	"net"
	"os"
	"os/signal"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/sys/unix"
)

// A query that servers of names answer, too: the addresses of the root.
var query = []byte{0, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 1}

// Longest wait for an event, in milliseconds.
const pause = 100

func fail(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func listen(ports []string) {
	for _, each := range ports {
		protocol, address, _ := strings.Cut(each, ":")
		if !strings.Contains(address, ":") {
			address = ":" + address
		}
		if protocol == "UDP" {
			connection, err := net.ListenPacket("udp4", address)
			fail(err)
			go echo(connection)
		} else {
			listener, err := net.Listen("tcp4", address)
			fail(err)
			go accept(listener)
		}
	}
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, unix.SIGINT, unix.SIGTERM)
	<-signals
}

func accept(listener net.Listener) {
	for {
		connection, err := listener.Accept()
		fail(err)
		connection.Close()
	}
}

func echo(connection net.PacketConn) {
	buffer := make([]byte, 512)
	for {
		length, from, err := connection.ReadFrom(buffer)
		if err == nil {
			_, _ = connection.WriteTo(buffer[:length], from)
		}
	}
}

type probe struct {
	Protocol string
	Address  string
	Port     int
}

type group struct {
	Process int
	Probes  []probe
}

// Opens a connection without waiting for it.
func open(each probe) (int, error) {
	kind := unix.SOCK_STREAM
	if each.Protocol == "UDP" {
		kind = unix.SOCK_DGRAM
	}
	socket, err := unix.Socket(unix.AF_INET, kind|unix.SOCK_NONBLOCK|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return -1, err
	}
	address := unix.SockaddrInet4{Port: each.Port}
	copy(address.Addr[:], net.ParseIP(each.Address).To4())
	if err = unix.Connect(socket, &address); err != nil && err != unix.EINPROGRESS {
		return socket, err
	}
	if kind == unix.SOCK_DGRAM {
		_, err = unix.Write(socket, query)
		return socket, err
	}
	return socket, nil
}

func text(err error) string {
	switch err {
	case nil:
		return "connected"
	case unix.ECONNREFUSED:
		return "refused"
	}
	return err.Error()
}

// What came of a connection that is ready.
func outcome(each probe, socket int) string {
	if each.Protocol == "UDP" {
		_, err := unix.Read(socket, make([]byte, 512))
		return text(err)
	}
	number, err := unix.GetsockoptInt(socket, unix.SOL_SOCKET, unix.SO_ERROR)
	if err == nil && number != 0 {
		err = unix.Errno(number)
	}
	return text(err)
}

// Runs in a thread of its own, which ends with it: it stays in the other network.
func try(own group, timeout time.Duration) ([]string, error) {
	runtime.LockOSThread()
	network, err := unix.Open(fmt.Sprintf("/proc/%d/ns/net", own.Process), unix.O_RDONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil, err
	}
	defer unix.Close(network)
	if err = unix.Setns(network, unix.CLONE_NEWNET); err != nil {
		return nil, err
	}
	results := make([]string, len(own.Probes))
	waiting := []unix.PollFd{}
	places := map[int32]int{}
	for i, each := range own.Probes {
		socket, err := open(each)
		if socket >= 0 {
			defer unix.Close(socket)
		}
		if err != nil {
			results[i] = text(err)
			continue
		}
		events := int16(unix.POLLOUT)
		if each.Protocol == "UDP" {
			events = unix.POLLIN
		}
		waiting = append(waiting, unix.PollFd{Fd: int32(socket), Events: events})
		places[int32(socket)] = i
		results[i] = "silent"
	}
	sent := time.Now()
	for deadline := sent.Add(timeout); len(waiting) > 0 && time.Now().Before(deadline); {
		if _, err := unix.Poll(waiting, pause); err != nil && err != unix.EINTR {
			return nil, err
		}
		again := time.Since(sent) > time.Second/2
		if again {
			sent = time.Now()
		}
		still := []unix.PollFd{}
		for _, each := range waiting {
			place := places[each.Fd]
			if each.Revents != 0 {
				results[place] = outcome(own.Probes[place], int(each.Fd))
				continue
			}
			// As clients do: a datagram may be lost.
			if again && own.Probes[place].Protocol == "UDP" {
				_, _ = unix.Write(int(each.Fd), query)
			}
			still = append(still, each)
		}
		waiting = still
	}
	return results, nil
}

func main() {
	if len(os.Args) > 2 && os.Args[1] == "listen" {
		listen(os.Args[2:])
		return
	}
	if len(os.Args) != 3 || os.Args[1] != "probe" {
		fail(fmt.Errorf("usage: packets listen PROTOCOL:[ADDRESS:]PORT…, packets probe MILLISECONDS"))
	}
	milliseconds, err := strconv.Atoi(os.Args[2])
	fail(err)
	groups := []group{}
	fail(json.NewDecoder(os.Stdin).Decode(&groups))
	results := make([][]string, len(groups))
	var all sync.WaitGroup
	for i := range groups {
		all.Add(1)
		go func() {
			defer all.Done()
			result, err := try(groups[i], time.Duration(milliseconds)*time.Millisecond)
			fail(err)
			results[i] = result
		}()
	}
	all.Wait()
	fail(json.NewEncoder(os.Stdout).Encode(results))
}
